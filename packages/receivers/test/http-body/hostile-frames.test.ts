// Frames that no compressor writes.
import { expect, test } from 'vitest';
import { maskedCrc32c } from '../../src/http-body/crc32c.ts';
import { inflateLz4 } from '../../src/http-body/inflate-lz4.ts';
import { inflateSnappy } from '../../src/http-body/inflate-snappy.ts';
import { xxh32 } from '../../src/http-body/xxh32.ts';

const MIB = 1024 * 1024;
const IDENTIFIER = Buffer.from('ff060000734e61507059', 'hex');

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** `flags` and `block size` as in the format; blocks as given, then the end mark. */
function lz4Frame(flags: number, blocks: readonly Uint8Array[], contentHash: number | null = null): Buffer {
  const descriptor = Buffer.from([0x40 | flags | (contentHash === null ? 0 : 0x04), 0x40]);
  const check = (xxh32(descriptor, 0, 2) >>> 8) & 0xff;
  const tail = contentHash === null ? [] : [word(contentHash)];
  return Buffer.concat([word(0x184d2204), descriptor, Buffer.from([check]), ...blocks, word(0), ...tail]);
}

const block = (bytes: readonly number[]): Buffer => Buffer.concat([word(bytes.length), Buffer.from(bytes)]);
const plain = (text: string): Buffer => Buffer.concat([word(0x8000_0000 + text.length), Buffer.from(text)]);
const chunk = (type: number, body: Buffer): Buffer => Buffer.concat([word((body.length << 8) | type), body]);
const dataChunk = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return chunk(1, Buffer.concat([word(maskedCrc32c(bytes, 0, bytes.length)), bytes]));
};
const textOf = (bytes: Uint8Array | null): string => Buffer.from(bytes!).toString();

// A match of 4 from 3 bytes back, then the literal that every block ends with.
const MATCH = [0x00, 0x03, 0x00, 0x10, 0x21];
const INDEPENDENT = 0x20;

test('lz4: a linked block continues the one before it', () => {
  expect(textOf(inflateLz4(lz4Frame(0, [plain('abc'), block(MATCH)]), MIB))).toBe('abcabca!');
});

test('lz4: an independent block cannot reach the one before it', () => {
  const frame = lz4Frame(INDEPENDENT, [plain('abc'), block(MATCH)]);
  expect(() => inflateLz4(frame, MIB)).toThrow('match from before the data');
});

test('lz4: a frame cannot reach the frame before it', () => {
  const frames = Buffer.concat([lz4Frame(0, [plain('abc')]), lz4Frame(0, [block(MATCH)])]);
  expect(() => inflateLz4(frames, MIB)).toThrow('match from before the data');
});

test('lz4: frames follow each other, skippable ones are passed over', () => {
  const skippable = Buffer.concat([word(0x184d2a5e), word(3), Buffer.from('xyz')]);
  const frames = Buffer.concat([lz4Frame(0, [plain('ab')]), skippable, lz4Frame(0, [plain('cd')])]);
  expect(textOf(inflateLz4(frames, MIB))).toBe('abcd');
});

test('lz4: the content checksum covers the frame', () => {
  const right = xxh32(Buffer.from('abcd'), 0, 4);
  expect(textOf(inflateLz4(lz4Frame(0, [plain('ab'), plain('cd')], right), MIB))).toBe('abcd');
  expect(() => inflateLz4(lz4Frame(0, [plain('ab'), plain('cd')], right + 1), MIB)).toThrow('content checksum differs');
});

const badLz4 = [
  { title: 'a match at offset 0', frame: lz4Frame(0, [plain('abc'), block([0x00, 0, 0, 0x10, 0x21])]), text: 'match' },
  { title: 'a dictionary', frame: lz4Frame(1, [plain('abc')]), text: 'dictionary' },
  { title: 'another version', frame: Buffer.from('04224d1880400000', 'hex'), text: 'unknown frame version' },
  { title: 'a wrong header checksum', frame: Buffer.from('04224d18604000', 'hex'), text: 'header checksum' },
  { title: 'no frame at all', frame: Buffer.from('{"resourceSpans":[]}'), text: 'not a frame' },
  { title: 'a block larger than the frame allows', frame: lz4Frame(0, [plain('x'.repeat(65_537))]), text: 'larger' },
] as const;
for (const { title, frame, text } of badLz4) {
  test(`lz4: ${title} is malformed`, () => expect(() => inflateLz4(frame, MIB)).toThrow(text));
}

test('lz4: a million blocks of one byte cost no more memory than their bytes', () => {
  const frame = lz4Frame(0, [Buffer.concat(Array.from({ length: 1_000_000 }, () => plain('x')))]);
  const before = process.memoryUsage().rss;
  expect(inflateLz4(frame, MIB)?.length).toBe(1_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(16 * MIB);
});

test('snappy: padding and skippable chunks are passed over, a second identifier is none', () => {
  const skippable = [chunk(0xfe, Buffer.alloc(9)), chunk(0x80, Buffer.from('x')), IDENTIFIER];
  const stream = Buffer.concat([IDENTIFIER, dataChunk('ab'), ...skippable, dataChunk('cd')]);
  expect(textOf(inflateSnappy(stream, MIB))).toBe('abcd');
});

const badSnappy = [
  { title: 'a chunk that must not be passed over', bytes: [IDENTIFIER, chunk(0x02, Buffer.from('x'))], text: 'type 2' },
  { title: 'a wrong checksum', bytes: [IDENTIFIER, chunk(1, Buffer.from('0000ab'))], text: 'checksum differs' },
  { title: 'a chunk without checksum', bytes: [IDENTIFIER, chunk(1, Buffer.from('ab'))], text: 'without checksum' },
  { title: 'a chunk of more than 64 KiB', bytes: [IDENTIFIER, dataChunk('x'.repeat(65_537))], text: '65537' },
  { title: 'a bad second identifier', bytes: [IDENTIFIER, chunk(0xff, Buffer.from('sNaPpX'))], text: 'identifier' },
  { title: 'a copy from before the block', bytes: [Buffer.from([8, 0x04, 0x61, 0x62, 0x0d, 0x05])], text: 'outside' },
  { title: 'a copy at offset 0', bytes: [Buffer.from([8, 0x04, 0x61, 0x62, 0x0d, 0x00])], text: 'outside' },
  { title: 'a literal beyond the end', bytes: [Buffer.from([8, 0xfc, 0xff, 0xff, 0xff, 0x7f])], text: 'literal' },
  { title: 'a block of 19 MiB in six bytes', bytes: [Buffer.from([0x80, 0x80, 0xc0, 0x09, 0, 0])], text: 'shorter' },
  { title: 'a length without end', bytes: [Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff])], text: 'no length' },
] as const;
for (const { title, bytes, text } of badSnappy) {
  test(`snappy: ${title} is malformed`, () => {
    expect(() => inflateSnappy(Buffer.concat([...bytes]), 20 * MIB)).toThrow(text);
  });
}

test('checksums are the published ones', () => {
  const digits = Buffer.from('123456789');
  expect(xxh32(digits, 0, 9).toString(16)).toBe('937bad67');
  expect(xxh32(Buffer.from('Nobody inspects the spammish repetition'), 0, 39).toString(16)).toBe('e2293b2f');
  expect(maskedCrc32c(digits, 0, 9)).toBe((((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0);
});
