// `snappy` is the framing format to some senders and one raw block to others; the stream identifier tells.
// Both announce their sizes, so the output is allocated once, exactly, after the limit was checked.
import { codecError } from './codec-error.ts';
import { copyLiteral } from './copy-bytes.ts';
import { maskedCrc32c } from './crc32c.ts';
import { inflateSnappyElements, snappySize, snappySizeBytes } from './snappy-block.ts';
import { isSnappyFramed, walkSnappyFrames } from './snappy-frames.ts';

/** A copy of 64 bytes takes 3. More is a lie, for which nothing is allocated. */
const MAX_RATIO = 64 / 3;

export function inflateSnappy(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  // An empty body is a framed stream without chunks, which is what some compressors make of nothing.
  if (bytes.length === 0 || isSnappyFramed(bytes)) return inflateFrames(bytes, maxBytes);
  const size = snappySize(bytes, 0, bytes.length);
  if (size > maxBytes) return null;
  if (size > bytes.length * MAX_RATIO) throw codecError('snappy', 'block shorter than announced', bytes.length);
  const target = new Uint8Array(size);
  inflateSnappyElements(bytes, snappySizeBytes(bytes, 0), bytes.length, target, 0, size);
  return target;
}

function inflateFrames(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  let total = 0;
  walkSnappyFrames(bytes, (_from, _to, _compressed, size) => {
    total += size;
  });
  if (total > maxBytes) return null;
  const target = new Uint8Array(total);
  let at = 0;
  walkSnappyFrames(bytes, (from, to, compressed, size, crc) => {
    if (compressed) inflateSnappyElements(bytes, from, to, target, at, at + size);
    else copyLiteral(bytes, from, size, target, at);
    if (maskedCrc32c(target, at, at + size) !== crc) throw codecError('snappy', 'checksum differs', from);
    at += size;
  });
  return target;
}
