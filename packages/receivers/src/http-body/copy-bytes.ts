/** Up to so many bytes a loop is faster than a call. */
const LOOPED_COPY = 32;

/** Appends `length` bytes that start `offset` before `at`; where they overlap, the pattern repeats. */
export function copyMatch(target: Uint8Array, at: number, offset: number, length: number): void {
  const from = at - offset;
  if (offset >= length && length > LOOPED_COPY) {
    target.copyWithin(at, from, from + length);
    return;
  }
  for (let i = 0; i < length; i++) target[at + i] = target[from + i]!;
}

/** Appends source[from, from + length) at `at`. */
export function copyLiteral(source: Uint8Array, from: number, length: number, target: Uint8Array, at: number): void {
  if (length > LOOPED_COPY) {
    target.set(source.subarray(from, from + length), at);
    return;
  }
  for (let i = 0; i < length; i++) target[at + i] = source[from + i]!;
}
