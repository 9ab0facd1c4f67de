// Base64 as Jaeger takes it: the standard alphabet, padded. Narrower than proto3 JSON, whose readers also take
// the URL alphabet and no padding.

const PAD = 0x3d;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Index = character; 255 = not in the alphabet. */
const VALUES = new Uint8Array(256).fill(255);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** The bytes that [start, end) of `text` stand for; null when it is not base64. */
export function bytesOfBase64(text: Uint8Array, start: number, end: number): Uint8Array | null {
  if ((end - start) % 4 !== 0) return null;
  let stop = end;
  while (stop > start && end - stop < 2 && text[stop - 1] === PAD) stop--;
  const bytes = new Uint8Array(Math.floor(((stop - start) * 3) / 4));
  let written = 0;
  let bits = 0;
  let held = 0;
  for (let i = start; i < stop; i++) {
    const value = VALUES[text[i]!]!;
    if (value === 255) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[written++] = held >> bits;
    }
  }
  return bytes;
}
