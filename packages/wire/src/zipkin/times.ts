// Zipkin's times are whole microseconds since 1970, OTLP's are nanoseconds of 64 bits.
import { nanosHigh, nanosLow } from '../protobuf/nanos.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';

const TWO_32 = 2 ** 32;
/** In the year 2255; as nanoseconds it still fits a signed 64-bit number. */
const LAST_US = Number.MAX_SAFE_INTEGER;

/** Unsigned halves as a number; what is beyond the year 2255 becomes its end. */
export function microsOfHalves(lo: number, hi: number): number {
  return Math.min(hi * TWO_32 + lo, LAST_US);
}

/** The same for signed halves; negative ones become 0, as in Jaeger. */
export function positiveMicros(lo: number, hi: number): number {
  return (hi | 0) < 0 ? 0 : microsOfHalves(lo, hi);
}

/** As a fixed64 of nanoseconds; 0 <= us, and 0 is left out. */
export function writeMicros(w: ProtoWriter, field: number, us: number): void {
  if (us === 0) return;
  const clamped = Math.min(us, LAST_US);
  w.fixed64(field, nanosLow(clamped, 0, 0), nanosHigh(clamped, 0, 0));
}
