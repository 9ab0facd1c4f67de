// Both readers against npm thrift, and what they refuse alike.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BinaryReader } from '../../src/thrift/binary-reader.ts';
import { CompactReader } from '../../src/thrift/compact-reader.ts';
import type { ThriftReader } from '../../src/thrift/thrift-reader.ts';
import { STRUCT } from '../../src/thrift/thrift-types.ts';
import { refusalOf } from '../refusal-of.ts';
import { randomStruct } from './random-struct.ts';
import { readStruct, withoutMaps } from './read-struct.ts';
import { encodeStruct, PROTOCOLS, type Protocol, type Struct, type ThriftValue } from './thrift-oracle.ts';

function readerOf(protocol: Protocol, bytes: Uint8Array): ThriftReader {
  return protocol === 'compact' ? new CompactReader(bytes) : new BinaryReader(bytes);
}

/** A struct in a struct in a struct… */
function nested(levels: number): Struct {
  let fields: Struct = [];
  for (let level = 1; level < levels; level++) fields = [[1, { type: 'struct', value: fields }]];
  return fields;
}

describe.for(PROTOCOLS)('%s', (protocol) => {
  test('a struct of any fields reads back as npm thrift wrote it', () => {
    fc.assert(
      fc.property(randomStruct, (fields) => {
        const r = readerOf(protocol, encodeStruct(protocol, fields));
        expect(readStruct(r)).toEqual(withoutMaps(fields));
        expect(r.pos).toBe(r.end);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('a struct of any fields is passed over to its last byte', () => {
    fc.assert(
      fc.property(randomStruct, (fields) => {
        const r = readerOf(protocol, encodeStruct(protocol, fields));
        r.skip(STRUCT);
        expect(r.pos).toBe(r.end);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test('a struct cut off anywhere is refused, with an offset in what is left', () => {
    for (const fields of fc.sample(randomStruct, { numRuns: 40, seed: 3 })) {
      const whole = encodeStruct(protocol, fields);
      for (let length = 0; length < whole.length; length++) {
        const cut = whole.slice(0, length);
        for (const work of [() => readerOf(protocol, cut).skip(STRUCT), () => readStruct(readerOf(protocol, cut))]) {
          const error = refusalOf(work);
          expect([error.code, (error.offset ?? -1) >= 0 && error.offset! <= length]).toEqual([
            'PAYLOAD_MALFORMED',
            true,
          ]);
        }
      }
    }
  });

  test('what lies after the end that was given is not read', () => {
    const bytes = encodeStruct(protocol, [[1, { type: 'i64', value: 2n ** 60n }]]);
    const r = readerOf(protocol, bytes);
    r.reset(bytes, 0, bytes.length - 2);
    expect(refusalOf(() => r.skip(STRUCT)).message).toMatch(/^unexpected EOF at byte \d+$/);
  });

  test('64 levels are passed over, 65 refused', () => {
    const fits = encodeStruct(protocol, nested(64));
    const r = readerOf(protocol, fits);
    r.skip(STRUCT);
    expect(r.pos).toBe(fits.length);
    const error = refusalOf(() => readerOf(protocol, encodeStruct(protocol, nested(65))).skip(STRUCT));
    expect(error.message).toMatch(/^nested deeper than 64 at byte \d+$/);
  });

  test.for(['struct', 'list', 'map'] as const)(
    '100,000 levels of %s are refused without running out of stack',
    (kind) => {
      const head: Readonly<Record<typeof kind, Readonly<Record<Protocol, readonly number[]>>>> = {
        struct: { compact: [0x1c], binary: [0x0c, 0, 1] },
        list: { compact: [0x19], binary: [0x0f, 0, 0, 0, 1] },
        map: { compact: [1, 0xbb], binary: [0x0d, 0x0d, 0, 0, 0, 1] },
      };
      const level = head[kind][protocol];
      const levels = new Uint8Array(level.length * 100_000);
      for (let at = 0; at < levels.length; at += level.length) levels.set(level, at);
      const type = { struct: 12, list: 15, map: 13 }[kind];
      expect(refusalOf(() => readerOf(protocol, levels).skip(type)).message).toMatch(
        /^nested deeper than 64 at byte \d+$/,
      );
    },
  );

  const elements: readonly ThriftValue['type'][] = [
    'bool',
    'byte',
    'double',
    'i16',
    'i32',
    'i64',
    'string',
    'struct',
    'map',
    'set',
    'list',
  ];
  test.for(elements)('a list of more %s elements than there are bytes is refused before any is read', (of) => {
    const [, elementType] = encodeStruct(protocol, [[1, { type: 'list', of, value: [] }]]).subarray(
      protocol === 'compact' ? 0 : 2,
    );
    const size = 2 ** 31 - 1;
    const bytes =
      protocol === 'compact'
        ? Uint8Array.from([0xf0 | (elementType! & 15), 0xff, 0xff, 0xff, 0xff, 0x07, 0, 0, 0])
        : Uint8Array.from([elementType!, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0]);
    expect(refusalOf(() => readerOf(protocol, bytes).listSize()).message).toBe(`${size} elements in 3 bytes at byte 0`);
  });

  test('a map of more entries than there are bytes is refused', () => {
    const bytes =
      protocol === 'compact'
        ? Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x07, 0x55, 0, 0])
        : Uint8Array.from([8, 8, 0x7f, 0xff, 0xff, 0xff, 0, 0]);
    expect(refusalOf(() => readerOf(protocol, bytes).skip(13)).message).toMatch(
      /^2147483647 elements in [23] bytes at byte 0$/,
    );
  });

  test('a million elements of one byte are passed over', () => {
    const bytes = new Uint8Array(1_000_008);
    const head = protocol === 'compact' ? [0xfc, 0xc0, 0x84, 0x3d] : [0x0c, 0, 0x0f, 0x42, 0x40];
    bytes.set(head);
    const r = readerOf(protocol, bytes);
    r.skip(15);
    expect(r.pos).toBe(1_000_000 + head.length);
  });

  test('an empty list may be of any type, known or not', () => {
    const bytes = protocol === 'compact' ? Uint8Array.of(0x00) : Uint8Array.of(0, 0, 0, 0, 0);
    const r = readerOf(protocol, bytes);
    expect([r.listSize(), r.pos]).toEqual([0, bytes.length]);
  });
});
