// Snappy's framing format: chunks of at most 64 KiB inflated, each with a checksum. Reads the structure only.
import { codecError } from './codec-error.ts';
import { snappySize, snappySizeBytes } from './snappy-block.ts';

const STREAM_IDENTIFIER = [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];
const COMPRESSED = 0x00;
const UNCOMPRESSED = 0x01;
/** Types from here on may be passed over. */
const FIRST_SKIPPABLE = 0x80;
const IDENTIFIER = 0xff;
const HEADER_BYTES = 4;
const CRC_BYTES = 4;
/** Inflated size of one chunk, by the format. */
const MAX_CHUNK_BYTES = 65_536;

/** Sees each chunk of data: its elements, or plain bytes, at [from, to), the inflated size and the checksum. */
export type SnappyVisitor = (from: number, to: number, compressed: boolean, size: number, crc: number) => void;

/** True when `bytes` begin as every framed stream does and no raw block can. */
export function isSnappyFramed(bytes: Uint8Array): boolean {
  return isIdentifier(bytes, 0);
}

export function walkSnappyFrames(bytes: Uint8Array, visit: SnappyVisitor): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let pos = 0; pos < bytes.length; ) {
    if (pos + HEADER_BYTES > bytes.length) throw codecError('snappy', 'unexpected end', pos);
    const type = bytes[pos]!;
    const from = pos + HEADER_BYTES;
    const to = from + (view.getUint32(pos, true) >>> 8);
    if (to > bytes.length) throw codecError('snappy', 'unexpected end', pos);
    if (type === COMPRESSED || type === UNCOMPRESSED) visitChunk(bytes, view, from, to, type === COMPRESSED, visit);
    else if (type < FIRST_SKIPPABLE) throw codecError('snappy', `unknown chunk type ${type}`, pos);
    else if (type === IDENTIFIER && !isIdentifier(bytes, pos)) throw codecError('snappy', 'bad identifier', pos);
    pos = to;
  }
}

function visitChunk(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  compressed: boolean,
  visit: SnappyVisitor,
): void {
  const data = from + CRC_BYTES;
  if (data > to) throw codecError('snappy', 'chunk without checksum', from);
  const size = compressed ? snappySize(bytes, data, to) : to - data;
  if (size > MAX_CHUNK_BYTES) throw codecError('snappy', `chunk of ${size} bytes`, from);
  const elements = compressed ? data + snappySizeBytes(bytes, data) : data;
  visit(elements, to, compressed, size, view.getUint32(from, true));
}

function isIdentifier(bytes: Uint8Array, at: number): boolean {
  return STREAM_IDENTIFIER.every((byte, i) => bytes[at + i] === byte);
}
