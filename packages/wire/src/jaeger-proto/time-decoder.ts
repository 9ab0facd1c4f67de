// google.protobuf.Timestamp and Duration, which are the same on the wire. Jaeger refuses a request with a time
// outside the years 1 to 9999; here the writer clamps what its 64 bits cannot hold.
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import { TIME_NANOS, TIME_SECONDS } from './fields.ts';
import { type MessageShape, passField } from './pass-field.ts';

const TIME: MessageShape = { name: 'Timestamp', lastField: 2 };
const TWO_32 = 2 ** 32;
const NANOS_PER_SECOND = 1e9;

export class TimeDecoder {
  #seconds = 0;
  #nanos = 0;

  /** May be negative; rounded beyond 2^53. */
  get seconds(): number {
    return this.#seconds + Math.floor(this.#nanos / NANOS_PER_SECOND);
  }

  /** 0..999,999,999, also for negative times: `seconds` is their floor. */
  get nanos(): number {
    return this.#nanos - Math.floor(this.#nanos / NANOS_PER_SECOND) * NANOS_PER_SECOND;
  }

  /** As of an absent message. */
  reset(): void {
    this.#seconds = this.#nanos = 0;
  }

  /** The message from the cursor to `end`, merged with what was read since `reset`; leaves the cursor there. */
  read(r: ProtoReader, end: number): void {
    const outer = r.end;
    r.end = end;
    while (r.pos < end) {
      const at = r.pos;
      const tag = r.tag();
      if (tag === TIME_SECONDS) {
        r.varint();
        this.#seconds = (r.hi | 0) * TWO_32 + r.lo;
      } else if (tag === TIME_NANOS) this.#nanos = r.uint32() | 0;
      else passField(r, tag, at, TIME);
    }
    r.end = outer;
  }
}
