// google.protobuf.Timestamp and Duration, which are the same on the wire. Jaeger refuses a request with a time
// outside the years 1 to 9999; here the writer clamps what its 64 bits cannot hold.
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import { TIME_NANOS, TIME_SECONDS } from './fields.ts';
import { type MessageShape, passField } from './pass-field.ts';

const TIME: MessageShape = { name: 'Timestamp', lastField: 2 };
const TWO_32 = 2 ** 32;
const NANOS_PER_SECOND = 1e9;

export class TimeDecoder {
  /** May be negative; rounded beyond 2^53. */
  seconds = 0;
  /** 0..999,999,999, also for negative times: `seconds` is their floor. */
  nanos = 0;

  /** As of an absent message. */
  reset(): void {
    this.seconds = this.nanos = 0;
  }

  /** The message from the cursor to `end`; leaves the cursor there. */
  read(r: ProtoReader, end: number): void {
    const outer = r.end;
    r.end = end;
    this.reset();
    while (r.pos < end) {
      const at = r.pos;
      const tag = r.tag();
      if (tag === TIME_SECONDS) {
        r.varint();
        this.seconds = (r.hi | 0) * TWO_32 + r.lo;
      } else if (tag === TIME_NANOS) this.nanos = r.uint32() | 0;
      else passField(r, tag, at, TIME);
    }
    r.end = outer;
    if (this.nanos >= 0 && this.nanos < NANOS_PER_SECOND) return;
    const carry = Math.floor(this.nanos / NANOS_PER_SECOND);
    this.seconds += carry;
    this.nanos -= carry * NANOS_PER_SECOND;
  }
}
