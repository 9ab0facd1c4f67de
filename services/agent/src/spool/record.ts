// What a spool segment is made of: one record a request. A record is 17 bytes of head (a mark, a checksum of all that
// follows it, the length of the request, its number of spans, its format) and the request; numbers are 32 bits,
// little-endian. The mark is what a reader looks for behind a damaged stretch.
import { crc32 } from 'node:zlib';
import type { Format, Request } from '../reporter/request.ts';

export const HEAD_BYTES = 17;
const MARK: Buffer = Buffer.from('SpR\x01', 'latin1');
const CHECKSUM_AT = 4;
/** Where what the checksum covers begins. */
const COVERED_AT = 8;
const SPANS_AT = 12;
const FORMAT_AT = 16;
const FORMATS: readonly Format[] = ['jaeger', 'zipkin'];
/** Marks that are none, each of which costs a checksum: a request may be full of them. */
const MAX_FALSE_MARKS = 1_000;

export function recordOf(request: Request): Uint8Array {
  const record = new Uint8Array(HEAD_BYTES + request.bytes.length);
  const view = new DataView(record.buffer);
  record.set(MARK);
  view.setUint32(COVERED_AT, request.bytes.length, true);
  view.setUint32(SPANS_AT, request.spans, true);
  view.setUint8(FORMAT_AT, FORMATS.indexOf(request.format));
  record.set(request.bytes, HEAD_BYTES);
  view.setUint32(CHECKSUM_AT, crc32(record.subarray(COVERED_AT)), true);
  return record;
}

export interface ReadRecords {
  readonly requests: readonly Request[];
  /** Stretches that were passed over: damaged records side by side count once, and so does a torn end. */
  readonly damaged: number;
}

/** The whole records of a segment, in order, as views of it. */
export function readRecords(segment: Uint8Array): ReadRecords {
  const bytes = Buffer.from(segment.buffer, segment.byteOffset, segment.length);
  const requests: Request[] = [];
  let damaged = 0;
  let falseMarks = 0;
  for (let at = 0, isWhole = true; at < bytes.length; ) {
    const request = recordAt(bytes, at);
    if (request !== null) {
      requests.push(request);
      at += HEAD_BYTES + request.bytes.length;
      isWhole = true;
      continue;
    }
    if (isWhole) damaged++;
    isWhole = false;
    const next = falseMarks++ < MAX_FALSE_MARKS ? bytes.indexOf(MARK, at + 1) : -1;
    at = next < 0 ? bytes.length : next;
  }
  return { requests, damaged };
}

/** A view; null when there is no whole record. */
function recordAt(bytes: Buffer, at: number): Request | null {
  if (at + HEAD_BYTES > bytes.length || bytes.compare(MARK, 0, MARK.length, at, at + MARK.length) !== 0) return null;
  const end = at + HEAD_BYTES + bytes.readUInt32LE(at + COVERED_AT);
  if (end > bytes.length) return null;
  if (bytes.readUInt32LE(at + CHECKSUM_AT) !== crc32(bytes.subarray(at + COVERED_AT, end))) return null;
  const format = FORMATS[bytes[at + FORMAT_AT]!];
  if (format === undefined) return null;
  return { bytes: bytes.subarray(at + HEAD_BYTES, end), spans: bytes.readUInt32LE(at + SPANS_AT), format };
}
