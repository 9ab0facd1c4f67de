// Reads a request body into memory that its batch will own. With a Content-Length the buffer is allocated
// once and every chunk is copied into its place.
import type { IncomingMessage } from 'node:http';
import { TracingError } from '@spoor/core';
import { ownedBytes } from '../intake/owned-bytes.ts';
import type { Reservation } from '../intake/reservation.ts';

const EMPTY = new Uint8Array(0);

/**
 * The whole body, its bytes held by `reservation`; null when the sender went away first. Nothing is buffered
 * when Content-Length is over `maxBytes` or the budget.
 * @throws TracingError PAYLOAD_TOO_LARGE, OVER_CAPACITY; then the rest of the body is still to be read
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  reservation: Reservation,
): Promise<Uint8Array | null> {
  const declared = request.headers['content-length'];
  if (declared === undefined) return receive(request, new GrowingBody(maxBytes, reservation));
  const bytes = Number(declared); // node refuses what is not a decimal number
  if (bytes > maxBytes) throw tooLarge(`${bytes} bytes`, maxBytes);
  reservation.grow(bytes);
  return bytes === 0 ? EMPTY : receive(request, new SizedBody(bytes));
}

/** Compressed or not. */
export function tooLarge(size: string, maxBytes: number): TracingError {
  return new TracingError('PAYLOAD_TOO_LARGE', `the body has ${size}, the limit is ${maxBytes} bytes`);
}

interface Body {
  add(chunk: Buffer): void;
  take(): Uint8Array;
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

/** The parser sees to it that exactly so many bytes come. */
class SizedBody implements Body {
  readonly #bytes: number;
  #buffer: Uint8Array | null = null;
  #at = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  add(chunk: Buffer): void {
    if (this.#buffer === null) {
      // A body in one chunk needs no copy: node has copied it out of the socket's buffer already.
      if (chunk.length === this.#bytes) {
        this.#buffer = ownedBytes(chunk);
        return;
      }
      this.#buffer = Buffer.allocUnsafeSlow(this.#bytes);
    }
    this.#buffer.set(chunk, this.#at);
    this.#at += chunk.length;
  }

  take(): Uint8Array {
    return this.#buffer ?? EMPTY;
  }
}

/** Of unknown length: chunked transfer. */
class GrowingBody implements Body {
  readonly #maxBytes: number;
  readonly #reservation: Reservation;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number, reservation: Reservation) {
    this.#maxBytes = maxBytes;
    this.#reservation = reservation;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) throw tooLarge(`more than ${this.#maxBytes} bytes`, this.#maxBytes);
    this.#reservation.grow(chunk.length);
    this.#chunks.push(chunk);
  }

  take(): Uint8Array {
    const whole = Buffer.allocUnsafeSlow(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    return whole;
  }
}
