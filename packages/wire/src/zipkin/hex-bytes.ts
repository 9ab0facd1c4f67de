import { hexDigit } from '../json/unescaper.ts';

/**
 * Reads hex of any case and of up to 2 * `length` digits into the first `length` bytes of `target`, zeros in front.
 * False when there is another character.
 */
export function hexBytes(source: Uint8Array, start: number, end: number, target: Uint8Array, length: number): boolean {
  if (end - start === 2 * length) return wholeHexBytes(source, start, target, length);
  let illegal = 0;
  let pos = end;
  for (let i = length - 1; i >= 0; i--) {
    const low = pos > start ? hexDigit(source[pos - 1]!) : 0;
    const high = pos - 1 > start ? hexDigit(source[pos - 2]!) : 0;
    illegal |= low | high;
    target[i] = (high << 4) | low;
    pos -= 2;
  }
  return illegal >= 0;
}

function wholeHexBytes(source: Uint8Array, start: number, target: Uint8Array, length: number): boolean {
  let illegal = 0;
  for (let i = 0; i < length; i++) {
    const high = hexDigit(source[start + 2 * i]!);
    const low = hexDigit(source[start + 2 * i + 1]!);
    illegal |= high | low;
    target[i] = (high << 4) | low;
  }
  return illegal >= 0;
}
