// One PostSpansRequest while it grows. The length of its batch is written last, right-aligned in front of it, so that
// nothing moves.
import { lengthBytes } from '../native/byte-sink.ts';
import { BATCH_PROCESS, REQUEST_BATCH } from './fields.ts';
import { MessageSink } from './message-sink.ts';

/** Tag and length of the batch at most. */
const HEAD_BYTES = 6;

/** Spans are opened and closed on `sink`. */
export class RequestBuffer {
  readonly sink: MessageSink = new MessageSink();
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Starts over. */
  start(): void {
    this.sink.pos = HEAD_BYTES;
  }

  /** Whether what was written, with a process of so many bytes behind it, is within the limit. */
  fits(processBytes: number): boolean {
    const batchBytes = this.sink.pos - HEAD_BYTES + processField(processBytes);
    return 1 + lengthBytes(batchBytes) + batchBytes <= this.#maxBytes;
  }

  /** The request of what was written up to `end`, `process` behind it (empty = none). The rest stays as its beginning. */
  cut(end: number, process: Uint8Array): Uint8Array {
    const { sink } = this;
    const rest = sink.bytes.slice(end, sink.pos);
    sink.pos = end;
    sink.reserve(HEAD_BYTES + process.length);
    if (process.length > 0) {
      sink.bytes[sink.pos++] = BATCH_PROCESS;
      sink.varint(process.length);
      sink.copy(process, 0, process.length);
    }
    const stop = sink.pos;
    const batchBytes = stop - HEAD_BYTES;
    const start = HEAD_BYTES - 1 - lengthBytes(batchBytes);
    sink.bytes[start] = REQUEST_BATCH;
    sink.pos = start + 1;
    sink.varint(batchBytes);
    const request = sink.bytes.slice(start, stop);
    sink.bytes.set(rest, HEAD_BYTES);
    sink.pos = HEAD_BYTES + rest.length;
    return request;
  }
}

function processField(bytes: number): number {
  return bytes === 0 ? 0 : 1 + lengthBytes(bytes) + bytes;
}
