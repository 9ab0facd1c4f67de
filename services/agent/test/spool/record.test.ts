import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/reporter/request.ts';
import { HEAD_BYTES, readRecords, recordOf } from '../../src/spool/record.ts';
import { fillsOf, requestOf } from '../support/requests.ts';

const segmentOf = (requests: readonly Request[]): Uint8Array => Buffer.concat(requests.map(recordOf));
const THREE = segmentOf([requestOf(1), requestOf(2), requestOf(3)]);
const RECORD_BYTES = HEAD_BYTES + 100;

test('records are read as they were written', () => {
  const request = fc.record({
    bytes: fc.uint8Array({ maxLength: 300 }),
    spans: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    format: fc.constantFrom('jaeger' as const, 'zipkin' as const),
  });
  fc.assert(
    fc.property(fc.array(request), (requests) => {
      const read = readRecords(segmentOf(requests));
      expect(read.damaged).toBe(0);
      expect(read.requests.map((each) => ({ ...each, bytes: Uint8Array.from(each.bytes) }))).toEqual(requests);
    }),
    { numRuns: 50 },
  );
});

test('torn at any byte, everything before the torn record is there', () => {
  for (let end = 0; end < THREE.length; end++) {
    const { requests, damaged } = readRecords(THREE.subarray(0, end));
    const whole = Math.floor(end / RECORD_BYTES);
    expect([end, requests.length, damaged]).toEqual([end, whole, end % RECORD_BYTES === 0 ? 0 : 1]);
  }
});

test('whichever byte is flipped, only the record it is in is lost, and never read as something else', () => {
  for (let at = 0; at < THREE.length; at++) {
    const flipped = Uint8Array.from(THREE);
    flipped[at] = flipped[at]! ^ 0xff;
    const { requests, damaged } = readRecords(flipped);
    const lost = Math.floor(at / RECORD_BYTES) + 1;
    expect([at, fillsOf(requests), damaged]).toEqual([at, [1, 2, 3].filter((fill) => fill !== lost), 1]);
  }
});

describe('what is no spool at all', () => {
  test('noise holds no requests, and takes time in proportion', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), (noise) => {
        expect(readRecords(noise)).toEqual({ requests: [], damaged: 1 });
      }),
      { numRuns: 50 },
    );
  });

  test('a request full of the marks of records is one request', () => {
    const mark = recordOf(requestOf(0, 0)).subarray(0, 4);
    const full = requestOf(0, 4_000);
    for (let at = 0; at < full.bytes.length; at += mark.length) full.bytes.set(mark, at);
    expect(readRecords(recordOf(full)).requests).toHaveLength(1);
    expect(readRecords(recordOf(full).subarray(1))).toEqual({ requests: [], damaged: 1 });
  });
});
