// Base64 with the standard or the URL alphabet, padded or not, as proto3 JSON allows it.

const PAD = 0x3d;
/** Index = character; 255 = not in either alphabet. */
const VALUES = new Uint8Array(256).fill(255);
for (const alphabet of ['+/', '-_']) {
  const all = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${alphabet}`;
  for (let i = 0; i < all.length; i++) VALUES[all.charCodeAt(i)] = i;
}

/** The bytes that [start, end) of `text` stand for; null when it is not base64. */
export function bytesOfBase64(text: Uint8Array, start: number, end: number): Uint8Array | null {
  let stop = end;
  while (stop > start && end - stop < 2 && text[stop - 1] === PAD) stop--;
  const digits = stop - start;
  const padded = stop < end;
  if (digits % 4 === 1 || (padded && (end - start) % 4 !== 0)) return null;
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
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
