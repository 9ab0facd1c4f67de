// UTF-8 byte by byte: what a text that is not UTF-8 becomes.

/** U+FFFD. */
const REPLACEMENT: readonly number[] = [0xef, 0xbf, 0xbd];

/** The text at [at, end) as UTF-8: U+FFFD for every byte that is not, as in Go. At most three times as long. */
export function repairedUtf8(bytes: Uint8Array, at: number, end: number): Uint8Array {
  const repaired = new Uint8Array(end - at + 2 * badBytes(bytes, at, end));
  let to = 0;
  for (let pos = at; pos < end; ) {
    const length = sequenceBytes(bytes, pos, end);
    if (length === 0) {
      for (const byte of REPLACEMENT) repaired[to++] = byte;
      pos++;
    } else for (const stop = pos + length; pos < stop; pos++) repaired[to++] = bytes[pos]!;
  }
  return repaired;
}

function badBytes(bytes: Uint8Array, at: number, end: number): number {
  let bad = 0;
  for (let pos = at; pos < end; ) {
    const length = sequenceBytes(bytes, pos, end);
    if (length === 0) bad++;
    pos += Math.max(length, 1);
  }
  return bad;
}

/** Length of the UTF-8 sequence at `at`; 0 when there is none. */
export function sequenceBytes(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
  const second = bytes[at + 1]!;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) {
    if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}
