// What a spool segment is made of: one record a request. A record is 13 bytes of head (length and checksum of what
// follows them, number of spans, format) and the request; numbers are 32 bits, little-endian.
import { crc32 } from 'node:zlib';
import type { Format, Request } from '../reporter/request.ts';

export const HEAD_BYTES = 13;
/** Where what the checksum covers begins. */
const COVERED_AT = 8;
const FORMATS: readonly Format[] = ['jaeger', 'zipkin'];

export function recordOf(request: Request): Uint8Array {
  const record = new Uint8Array(HEAD_BYTES + request.bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, request.bytes.length, true);
  view.setUint32(8, request.spans, true);
  view.setUint8(12, FORMATS.indexOf(request.format));
  record.set(request.bytes, HEAD_BYTES);
  view.setUint32(4, crc32(record.subarray(COVERED_AT)), true);
  return record;
}

export interface ReadRecords {
  readonly requests: readonly Request[];
  /** Records whose content was damaged, and one for an end that is torn off. */
  readonly damaged: number;
}

/** The whole records of a segment; those that are damaged are passed over as long as their length makes sense. */
export function readRecords(segment: Uint8Array): ReadRecords {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.length);
  const requests: Request[] = [];
  let damaged = 0;
  let at = 0;
  while (at < segment.length) {
    const end =
      at + HEAD_BYTES <= segment.length ? at + HEAD_BYTES + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > segment.length) {
      damaged++;
      break;
    }
    const format = FORMATS[view.getUint8(at + 12)];
    const isWhole = view.getUint32(at + 4, true) === crc32(segment.subarray(at + COVERED_AT, end));
    if (isWhole && format !== undefined) {
      requests.push({ bytes: segment.slice(at + HEAD_BYTES, end), spans: view.getUint32(at + 8, true), format });
    } else damaged++;
    at = end;
  }
  return { requests, damaged };
}
