// Every Content-Encoding against independent compressors: node:zlib, npm snappy and npm lz4-napi.
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ByteBudget, TracingError } from '@spoor/core';
import { seededRandom } from '@spoor/testkit';
import { compressFrameSync } from 'lz4-napi';
import { Compressor, compressSync } from 'snappy';
import { describe, expect, test } from 'vitest';
import { inflateBody, inflaterFor } from '../../src/http-body/inflate-body.ts';
import { Reservation } from '../../src/intake/reservation.ts';

type Compress = (bytes: Buffer) => Promise<Uint8Array> | Uint8Array;

const codecs: readonly { readonly title: string; readonly encoding: string; readonly compress: Compress }[] = [
  { title: 'gzip', encoding: 'gzip', compress: (bytes) => gzipSync(bytes) },
  { title: 'zlib', encoding: 'zlib', compress: (bytes) => deflateSync(bytes) },
  { title: 'deflate as zlib', encoding: 'deflate', compress: (bytes) => deflateSync(bytes) },
  { title: 'zstd', encoding: 'zstd', compress: (bytes) => zstdCompressSync(bytes) },
  { title: 'snappy, framed', encoding: 'snappy', compress: framedSnappy },
  { title: 'snappy, one block', encoding: 'snappy', compress: (bytes) => compressSync(bytes) },
  { title: 'lz4', encoding: 'lz4', compress: (bytes) => compressFrameSync(bytes) },
  {
    title: 'lz4 with checksums',
    encoding: 'lz4',
    compress: (bytes) => compressFrameSync(bytes, { contentChecksum: true, blockChecksums: true }),
  },
];

async function framedSnappy(bytes: Buffer): Promise<Buffer> {
  const compressor = new Compressor();
  return Buffer.concat([compressor.update(bytes), await compressor.finish()]);
}

const MIB = 1024 * 1024;
const EMPTY_ZSTD = zstdCompressSync(Buffer.alloc(0));

function inflate(encoding: string, bytes: Uint8Array, maxBytes = MIB): Uint8Array {
  const reservation = new Reservation(new ByteBudget(64 * MIB));
  reservation.grow(bytes.length);
  return inflateBody(inflaterFor(encoding)!, bytes, maxBytes, reservation);
}

/** Partly repetitive, so that every kind of match occurs. */
function sample(length: number, seed: number): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const run = 1 + random.int(80);
    const from = at > 70_000 && random.chance(0.3) ? at - 60_000 - random.int(5_000) : random.int(at + 1);
    if (at > 0 && random.chance(0.6)) for (let i = 0; i < run && at < length; i++) bytes[at++] = bytes[from + i]!;
    else for (let i = 0; i < run && at < length; i++) bytes[at++] = random.int(256);
  }
  return bytes;
}

/** The code of what is thrown, or null. */
function failure(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof TracingError) return error.code;
    throw error;
  }
}

for (const { title, encoding, compress } of codecs) {
  describe(title, () => {
    for (const length of [0, 1, 15, 64, 4_000, 65_536, 65_537, 300_000]) {
      test(`inflates ${length} bytes`, async () => {
        const bytes = sample(length, length);
        expect(Buffer.compare(inflate(encoding, await compress(bytes)), bytes)).toBe(0);
      });
    }

    test('takes a body of exactly the limit and refuses one byte more', async () => {
      const compressed = await compress(sample(20_000, 7));
      expect(inflate(encoding, compressed, 20_000).length).toBe(20_000);
      expect(failure(() => inflate(encoding, compressed, 19_999))).toBe('PAYLOAD_TOO_LARGE');
    });

    test('the result pins little more memory than its length', async () => {
      for (const bytes of [sample(300, 8), sample(100_000, 9), Buffer.alloc(200_000)]) {
        const inflated = inflate(encoding, await compress(bytes));
        expect(inflated.buffer.byteLength).toBeLessThanOrEqual(1.25 * inflated.length + 64);
      }
    });

    test('a bomb ends at the limit', async () => {
      const bomb = await compress(Buffer.alloc(64 * MIB));
      const before = process.memoryUsage();
      const startMs = performance.now();
      for (let i = 0; i < 10; i++) expect(failure(() => inflate(encoding, bomb, MIB))).toBe('PAYLOAD_TOO_LARGE');
      expect(process.memoryUsage().rss - before.rss).toBeLessThan(48 * MIB);
      expect(performance.now() - startMs).toBeLessThan(1_000);
    });

    test('cut off anywhere it is malformed, or what came before the cut', async () => {
      const bytes = sample(300, 10);
      const compressed = await compress(bytes);
      for (let length = 0; length < compressed.length; length++) {
        const part = compressed.subarray(0, length);
        const code = failure(() => inflate(encoding, part));
        // Snappy's frames have no end mark: before each of them a stream may end.
        if (code === null) expect([encoding, inflate(encoding, part).length]).toEqual(['snappy', 0]);
        else expect(code).toBe('PAYLOAD_MALFORMED');
      }
    });

    test('mutated it is malformed, too large or other bytes within the limit', async () => {
      const random = seededRandom(11);
      const compressed = Buffer.from(await compress(sample(2_000, 12)));
      for (let round = 0; round < 2_000; round++) {
        const mutated = Buffer.from(compressed);
        for (let n = 1 + random.int(3); n > 0; n--) mutated[random.int(mutated.length)] = random.int(256);
        const code = failure(() => expect(inflate(encoding, mutated).length).toBeLessThanOrEqual(MIB));
        expect([null, 'PAYLOAD_MALFORMED', 'PAYLOAD_TOO_LARGE']).toContain(code);
      }
    });
  });
}

for (const { title, encoding, compress } of codecs.filter(({ encoding: name }) =>
  ['gzip', 'zstd', 'lz4'].includes(name),
)) {
  test(`${title}: what is compressed in parts one after the other is inflated whole`, async () => {
    const parts = [sample(70_000, 13), sample(0, 14), sample(300, 15)];
    const compressed = Buffer.concat(await Promise.all(parts.map(async (part) => compress(part))));
    expect(Buffer.compare(inflate(encoding, compressed), Buffer.concat(parts))).toBe(0);
    expect(failure(() => inflate(encoding, compressed, 70_299))).toBe('PAYLOAD_TOO_LARGE');
    expect(failure(() => inflate(encoding, compressed.subarray(0, -1)))).toBe('PAYLOAD_MALFORMED');
  });
}

for (const { title, encoding, compress } of codecs.filter(({ title: name }) => !name.startsWith('snappy'))) {
  test(`${title}: bytes after the end are malformed, not forgotten`, async () => {
    const compressed = Buffer.concat([await compress(sample(300, 16)), Buffer.from('more')]);
    expect(failure(() => inflate(encoding, compressed))).toBe('PAYLOAD_MALFORMED');
  });
}

test('a flood of empty zstd frames is refused before it takes time', () => {
  const frames = Buffer.concat(Array.from({ length: 1_000_000 }, () => EMPTY_ZSTD));
  const startMs = performance.now();
  expect(failure(() => inflate('zstd', frames))).toBe('PAYLOAD_MALFORMED');
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('inflating needs room in the budget, and says what is missing', () => {
  const budget = new ByteBudget(10_000);
  const compressed = gzipSync(Buffer.alloc(9_000));
  const other = new Reservation(budget);
  other.grow(5_000);
  const reservation = new Reservation(budget);
  reservation.grow(compressed.length);
  expect(failure(() => inflateBody(inflaterFor('gzip')!, compressed, MIB, reservation))).toBe('OVER_CAPACITY');
  other.release();
  expect(inflateBody(inflaterFor('gzip')!, compressed, MIB, reservation).length).toBe(9_000);
  expect(budget.used).toBe(9_000);
  reservation.release();
  expect(budget.used).toBe(0);
});

test('a body that could never fit the budget is too large, not early', () => {
  const budget = new ByteBudget(10_000);
  const reservation = new Reservation(budget);
  const compressed = gzipSync(Buffer.alloc(20_000));
  reservation.grow(compressed.length);
  expect(failure(() => inflateBody(inflaterFor('gzip')!, compressed, MIB, reservation))).toBe('PAYLOAD_TOO_LARGE');
});

const headers = [
  { header: undefined, inflates: false },
  { header: '', inflates: false },
  { header: 'identity', inflates: false },
  { header: 'zlib', inflates: true },
  { header: 'x-snappy-framed', inflates: true },
] as const;
for (const { header, inflates } of headers) {
  test(`Content-Encoding ${JSON.stringify(header)} ${inflates ? 'is known' : 'leaves the body as it is'}`, () => {
    expect(inflaterFor(header) !== null).toBe(inflates);
  });
}

for (const header of ['GZIP', 'x-gzip', 'br', 'gzip, br']) {
  test(`Content-Encoding ${header} is refused by name`, () => {
    expect(() => inflaterFor(header)).toThrow(`unsupported Content-Encoding: ${header}`);
  });
}

test('raw deflate is not what the encoding deflate means', () => {
  expect(failure(() => inflate('deflate', deflateRawSync(sample(300, 13))))).toBe('PAYLOAD_MALFORMED');
});
