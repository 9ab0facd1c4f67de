import { goParseHex64 } from './parse-int.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

const MAX_DIGITS = 32;

/** 1 to 32 hex digits, unpadded accepted, as 32 lower-case ones; the error texts are Jaeger's. */
export function parseTraceId(text: string): Parsed<string> {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) return refused('TraceID cannot be empty');
  if (bytes > MAX_DIGITS) return refused(`TraceID cannot be longer than ${MAX_DIGITS} hex characters: ${text}`);
  if (bytes <= 16) {
    const low = goParseHex64(text);
    return low.ok ? parsed(low.value.padStart(MAX_DIGITS, '0')) : low;
  }
  const high = goParseHex64(text.slice(0, -16));
  if (!high.ok) return high;
  const low = goParseHex64(text.slice(-16));
  return low.ok ? parsed(high.value + low.value) : low;
}
