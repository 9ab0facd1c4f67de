// Trace and span ids: bytes on the wire, lower-case hex everywhere else.

/** Index = byte value. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `length` bytes from `at` as lower-case hex. */
export function hexId(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i++) text += HEX[bytes[i]!]!;
  return text;
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
