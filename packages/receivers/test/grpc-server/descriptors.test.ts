// Strict readers of descriptors (protobuf for Go and Python, so grpcurl) refuse a whole file for one range of
// reserved numbers that ends before it begins; protobufjs, which wrote these, does not mind.
import { ProtoReader } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { FILE_DESCRIPTORS } from '../../src/grpc-server/descriptors.generated.ts';

const FILE_NAME = 0x0a;
const MESSAGE = 0x22;
const NESTED_MESSAGE = 0x1a;
const RESERVED_RANGE = 0x4a;
const RANGE_START = 0x08;
const RANGE_END = 0x10;

interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

function parts(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const reader = new ProtoReader(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < bytes.length) {
    const tag = reader.tag();
    if (tag !== wanted) reader.skip(tag);
    else {
      const end = reader.lengthEnd();
      found.push(bytes.slice(reader.pos, end));
      reader.pos = end;
    }
  }
  return found;
}

function reservedRanges(message: Uint8Array): Range[] {
  const own = parts(message, RESERVED_RANGE).map((range) => {
    const reader = new ProtoReader(range);
    const values = new Map<number, number>();
    while (reader.pos < range.length) values.set(reader.tag(), reader.varint());
    return { start: values.get(RANGE_START) ?? 0, end: values.get(RANGE_END) ?? 0 };
  });
  return [...own, ...parts(message, NESTED_MESSAGE).flatMap(reservedRanges)];
}

describe('every descriptor file', () => {
  for (const text of FILE_DESCRIPTORS) {
    const bytes = new Uint8Array(Buffer.from(text, 'base64'));
    const name = Buffer.from(parts(bytes, FILE_NAME).at(-1) ?? []).toString();
    test(`${name} has messages and no empty range of reserved numbers`, () => {
      const messages = parts(bytes, MESSAGE);
      expect(messages.length).toBeGreaterThan(0);
      for (const { start, end } of messages.flatMap(reservedRanges)) expect(end).toBeGreaterThan(start);
    });
  }
});
