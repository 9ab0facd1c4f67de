// xxHash32 with seed 0, the checksum of LZ4 frames.
const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

/** Of [from, to), unsigned. */
export function xxh32(bytes: Uint8Array, from: number, to: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let pos = from;
  let hash = to - from >= 16 ? stripes(view, from, to) : P5;
  pos += (to - from) & ~15;
  hash = (hash + (to - from)) | 0;
  for (; pos + 4 <= to; pos += 4) {
    hash = Math.imul(rotate((hash + Math.imul(view.getUint32(pos, true), P3)) | 0, 17), P4);
  }
  for (; pos < to; pos++) hash = Math.imul(rotate((hash + Math.imul(bytes[pos]!, P5)) | 0, 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Four lanes over the 16-byte blocks. */
function stripes(view: DataView, from: number, to: number): number {
  let a = (P1 + P2) | 0;
  let b = P2 | 0;
  let c = 0;
  let d = -P1 | 0;
  for (let pos = from; pos + 16 <= to; pos += 16) {
    a = round(a, view.getUint32(pos, true));
    b = round(b, view.getUint32(pos + 4, true));
    c = round(c, view.getUint32(pos + 8, true));
    d = round(d, view.getUint32(pos + 12, true));
  }
  return (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
}

function round(lane: number, input: number): number {
  return Math.imul(rotate((lane + Math.imul(input, P2)) | 0, 13), P1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
