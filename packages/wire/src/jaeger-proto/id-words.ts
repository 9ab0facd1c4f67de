// Trace and span ids: 16 (or 8: the low half) and 8 bytes, big-endian.
import { malformed } from '../protobuf/malformed.ts';

const TRACE_ID_BYTES = 16;
const HALF_BYTES = 8;

/** @throws TracingError PAYLOAD_MALFORMED for a length that is neither 16 nor 8 */
export function checkTraceId(at: number, end: number): void {
  const length = end - at;
  if (length !== TRACE_ID_BYTES && length !== HALF_BYTES) throw malformed(`trace ID length ${length}, not 16 or 8`, at);
}

/** @throws TracingError PAYLOAD_MALFORMED for a length that is not 8 */
export function checkSpanId(at: number, end: number): void {
  if (end - at !== HALF_BYTES) throw malformed(`span ID length ${end - at}, not 8`, at);
}

/** Word 0..3 of the trace id that ends at `end` and begins at `at`; what is not there is zero. */
export function traceWord(bytes: Uint8Array, at: number, end: number, word: number): number {
  const from = end - TRACE_ID_BYTES + 4 * word;
  return from < at ? 0 : bigEndian32(bytes, from);
}

/** Unsigned. */
export function bigEndian32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
