// Reads a request body into memory that its batch will own. The buffer grows with what arrives, and what it
// takes is reserved: a body that is announced and does not come holds next to nothing, and chunks of a byte each
// cost no more than the same bytes at once.
import type { IncomingMessage } from 'node:http';
import { ownedBytes, TracingError } from '@spoor/core';
import type { Reservation } from '../intake/reservation.ts';
import type { BodyBuffers } from './body-buffers.ts';

/** Of the buffer at least, unless the body is smaller; it is given room for twice what has come. */
const FIRST_BUFFER_BYTES = 64 * 1024;

const EMPTY = new Uint8Array(0);

/**
 * The whole body, its bytes held by `reservation`; null when the sender went away first. Nothing is buffered
 * when Content-Length is over `maxBytes` or what the budget has left. With `buffers` the body may be a part of one of
 * theirs, to be given back; without the caller owns it.
 * @throws TracingError PAYLOAD_TOO_LARGE, OVER_CAPACITY; then the rest of the body is still to be read
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  reservation: Reservation,
  buffers: BodyBuffers | null = null,
): Promise<Uint8Array | null> {
  const declared = request.headers['content-length'];
  if (declared === undefined) return receive(request, new Body(maxBytes, false, reservation, buffers));
  const bytes = Number(declared); // node refuses what is not a decimal number
  if (bytes > maxBytes) throw tooLarge(`${bytes} bytes`, maxBytes);
  if (bytes > reservation.room) throw reservation.refusal(bytes);
  return bytes === 0 ? EMPTY : receive(request, new Body(bytes, true, reservation, buffers));
}

/** Compressed or not. */
export function tooLarge(size: string, maxBytes: number): TracingError {
  return new TracingError('PAYLOAD_TOO_LARGE', `the body has ${size}, the limit is ${maxBytes} bytes`);
}

function receive(request: IncomingMessage, body: Body): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('close', onClose);
    };
    const onData = (chunk: Buffer): void => {
      try {
        body.add(chunk);
      } catch (error) {
        finish();
        request.pause();
        reject(error);
      }
    };
    const onEnd = (): void => {
      finish();
      resolve(body.take());
    };
    const onClose = (): void => {
      finish();
      resolve(null);
    };
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('close', onClose);
    // An aborted request emits an error and then close; without a listener the error would end the process.
    request.on('error', () => undefined);
  });
}

/** What has arrived so far, in one buffer. */
class Body {
  readonly #maxBytes: number;
  readonly #isSized: boolean;
  readonly #reservation: Reservation;
  readonly #buffers: BodyBuffers | null;
  #buffer: Uint8Array = EMPTY;
  #bytes = 0;

  /** `isSized`: it has exactly `maxBytes`, which the parser sees to; else at most so many. */
  constructor(maxBytes: number, isSized: boolean, reservation: Reservation, buffers: BodyBuffers | null) {
    this.#buffers = buffers;
    this.#maxBytes = maxBytes;
    this.#isSized = isSized;
    this.#reservation = reservation;
  }

  add(chunk: Buffer): void {
    const bytes = this.#bytes + chunk.length;
    if (bytes > this.#maxBytes) throw tooLarge(`more than ${this.#maxBytes} bytes`, this.#maxBytes);
    if (this.#isSized && chunk.length === this.#maxBytes) {
      this.#reservation.grow(bytes);
      // A body in one chunk needs no copy: node has copied it out of the socket's buffer already.
      this.#buffer = ownedBytes(chunk);
    } else {
      if (bytes > this.#buffer.length) this.#grow(bytes);
      this.#buffer.set(chunk, this.#bytes);
    }
    this.#bytes = bytes;
  }

  take(): Uint8Array {
    const { length } = this.#buffer;
    if (this.#bytes === length) return this.#buffer;
    this.#reservation.shrink(length - this.#bytes);
    const body = this.#buffer.subarray(0, this.#bytes);
    return this.#buffers === null ? new Uint8Array(body) : body;
  }

  #grow(bytes: number): void {
    const before = this.#buffer.length;
    const wanted = Math.min(this.#maxBytes, Math.max(FIRST_BUFFER_BYTES, 2 * bytes));
    const capacity = Math.max(bytes, Math.min(wanted, before + this.#reservation.room));
    this.#reservation.grow(capacity - before);
    const grown = this.#buffers?.take(capacity).subarray(0, capacity) ?? Buffer.allocUnsafeSlow(capacity);
    grown.set(this.#buffer.subarray(0, this.#bytes));
    this.#buffers?.give(this.#buffer);
    this.#buffer = grown;
  }
}
