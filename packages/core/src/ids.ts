// Trace and span ids: bytes on the wire, lower-case hex everywhere else.

/** Character codes of the sixteen digits. */
const DIGITS: Uint8Array = new TextEncoder().encode('0123456789abcdef');

/** `length` bytes from `at` as lower-case hex. */
export function hexId(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  let done = 0;
  for (; done + 8 <= length; done += 8) text += hex8(bytes, at + done);
  for (; done < length; done++)
    text += String.fromCharCode(DIGITS[bytes[at + done]! >> 4]!, DIGITS[bytes[at + done]! & 15]!);
  return text;
}

/** One call with all digits makes a flat string; joining pieces makes a tree that its first reader has to flatten. */
function hex8(bytes: Uint8Array, at: number): string {
  const a = bytes[at]!;
  const b = bytes[at + 1]!;
  const c = bytes[at + 2]!;
  const d = bytes[at + 3]!;
  const e = bytes[at + 4]!;
  const f = bytes[at + 5]!;
  const g = bytes[at + 6]!;
  const h = bytes[at + 7]!;
  return String.fromCharCode(
    DIGITS[a >> 4]!,
    DIGITS[a & 15]!,
    DIGITS[b >> 4]!,
    DIGITS[b & 15]!,
    DIGITS[c >> 4]!,
    DIGITS[c & 15]!,
    DIGITS[d >> 4]!,
    DIGITS[d & 15]!,
    DIGITS[e >> 4]!,
    DIGITS[e & 15]!,
    DIGITS[f >> 4]!,
    DIGITS[f & 15]!,
    DIGITS[g >> 4]!,
    DIGITS[g & 15]!,
    DIGITS[h >> 4]!,
    DIGITS[h & 15]!,
  );
}

/** Hex digits (an even count, any case) to bytes; null when a character is not a hex digit. */
export function bytesOfHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export const ZERO_TRACE_ID: string = '0'.repeat(32);
export const ZERO_SPAN_ID: string = '0'.repeat(16);

/** As Jaeger prints a trace id: 16 digits when the high half is zero, else 32. `traceId` has 32 digits. */
export function jaegerTraceId(traceId: string): string {
  return traceId.startsWith('0000000000000000') ? traceId.slice(16) : traceId;
}
