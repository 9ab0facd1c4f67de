// With real files.
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDirectory } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HEAD_BYTES } from '../../src/spool/record.ts';
import { type Replay, Spool } from '../../src/spool/spool.ts';
import { fillsOf, requestOf } from '../support/requests.ts';

/** Requests of `requestOf` that fit into a segment. */
const FEW = 4;
const SEGMENT_BYTES = FEW * (HEAD_BYTES + 100);

async function directoryForTest(): Promise<string> {
  const { path, remove } = await tempDirectory();
  onTestFinished(remove);
  return path;
}

/** A spool in a directory of its own, with what it had to drop. */
class OpenSpool {
  readonly directory: string;
  readonly spool: Spool;
  readonly evicted: Replay[] = [];

  constructor(directory: string, segments: number) {
    this.directory = directory;
    this.spool = new Spool({ directory, maxBytes: segments * SEGMENT_BYTES, segmentBytes: SEGMENT_BYTES });
    onTestFinished(() => this.spool.close());
  }

  async append(...fills: readonly number[]): Promise<void> {
    for (const fill of fills) await this.spool.append(requestOf(fill), (segment) => this.evicted.push(segment));
  }

  /** Everything that is there, oldest first; it is gone then. */
  async rest(): Promise<readonly number[]> {
    const fills: number[] = [];
    for (let segment = await this.spool.read(); segment !== null; segment = await this.spool.read()) {
      fills.push(...fillsOf(segment.requests));
      await this.spool.done(segment);
    }
    return fills;
  }
}

async function openSpool(directory?: string, segments = 100): Promise<OpenSpool> {
  const open = new OpenSpool(directory ?? (await directoryForTest()), segments);
  await open.spool.open();
  return open;
}

/** In order of age. */
async function filesOf(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).sort().map((name) => join(directory, name));
}

const numbers = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => from + i);

test('what was appended is read in order, a segment at a time, and gone when done', async () => {
  const { spool, append, directory, rest } = bound(await openSpool());
  await append(...numbers(0, FEW + 1));
  const first = await spool.read();
  expect(fillsOf(first!.requests)).toEqual(numbers(0, FEW));
  expect(await spool.read()).toEqual(first); // not done
  await spool.done(first!);
  expect(await rest()).toEqual([FEW]);
  expect([spool.isEmpty, spool.bytes, await readdir(directory)]).toEqual([true, 0, []]);
});

test('its size is that of its files', async () => {
  const { spool, append, directory } = bound(await openSpool());
  await append(...numbers(0, 2 * FEW + 1));
  const sizes = await Promise.all((await filesOf(directory)).map(async (path) => (await stat(path)).size));
  expect([sizes.length, sizes.reduce((sum, size) => sum + size, 0)]).toEqual([3, spool.bytes]);
});

test('what comes while the only segment is read goes to another one', async () => {
  const { spool, append, rest } = bound(await openSpool());
  await append(1);
  const first = await spool.read();
  await append(2);
  expect(fillsOf(first!.requests)).toEqual([1]);
  await spool.done(first!);
  expect(await rest()).toEqual([2]);
});

test('a request larger than a segment has one of its own', async () => {
  const { spool, append } = bound(await openSpool());
  await append(1);
  await spool.append(requestOf(2, 2 * SEGMENT_BYTES), () => undefined);
  await append(3);
  expect(fillsOf((await spool.read())!.requests)).toEqual([1]);
});

test('only its user may read what is in it', async () => {
  const parent = await directoryForTest();
  const { append, directory } = bound(await openSpool(join(parent, 'made')));
  await append(1);
  const modes = await Promise.all(
    [directory, ...(await filesOf(directory))].map(async (path) => (await stat(path)).mode),
  );
  expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0]);
});

describe('the next process', () => {
  test('finds what was left, before what it adds itself', async () => {
    const earlier = await openSpool();
    await earlier.append(...numbers(0, FEW + 1));
    const { spool, append, rest } = bound(await openSpool(earlier.directory));
    expect(spool.bytes).toBe(earlier.spool.bytes);
    await append(50);
    expect(await rest()).toEqual([...numbers(0, FEW + 1), 50]);
  });

  test('finds a segment again that was read and not done', async () => {
    const earlier = await openSpool();
    await earlier.append(1, 2);
    await earlier.spool.read();
    expect(await bound(await openSpool(earlier.directory)).rest()).toEqual([1, 2]);
  });

  test('passes over an end that was torn off by a crash', async () => {
    const earlier = await openSpool();
    await earlier.append(1, 2);
    const [path] = await filesOf(earlier.directory);
    await writeFile(path!, (await readFile(path!)).subarray(0, -1));
    const segment = await (await openSpool(earlier.directory)).spool.read();
    expect([fillsOf(segment!.requests), segment!.damaged]).toEqual([[1], 1]);
  });

  test('passes over a damaged record', async () => {
    const earlier = await openSpool();
    await earlier.append(1, 2, 3);
    const [path] = await filesOf(earlier.directory);
    const bytes = await readFile(path!);
    bytes[HEAD_BYTES + 100 + HEAD_BYTES + 5]! ^= 1;
    await writeFile(path!, bytes);
    const segment = await (await openSpool(earlier.directory)).spool.read();
    expect([fillsOf(segment!.requests), segment!.damaged]).toEqual([[1, 3], 1]);
  });

  test('leaves alone what is not its own', async () => {
    const directory = await directoryForTest();
    await writeFile(join(directory, 'notes.txt'), 'mine');
    const { append, rest } = bound(await openSpool(directory));
    await append(1);
    expect(await rest()).toEqual([1]);
    expect(await readdir(directory)).toEqual(['notes.txt']);
  });
});

describe('at the bound', () => {
  test('the oldest segments go, with what was in them', async () => {
    const { spool, append, evicted, rest } = bound(await openSpool(undefined, 10));
    await append(...numbers(0, 10 * FEW));
    expect(evicted).toEqual([]);
    await append(100);
    expect(evicted.map(({ requests }) => fillsOf(requests))).toEqual([numbers(0, FEW)]);
    expect(spool.bytes).toBeLessThanOrEqual(10 * SEGMENT_BYTES);
    expect(await rest()).toEqual([...numbers(FEW, 9 * FEW), 100]);
  });

  test('a segment that is being sent is not taken away, the one behind it is', async () => {
    const { spool, append, evicted } = bound(await openSpool(undefined, 10));
    await append(...numbers(0, 10 * FEW));
    const first = await spool.read();
    await append(100);
    expect(evicted.map(({ requests }) => fillsOf(requests))).toEqual([numbers(FEW, FEW)]);
    await spool.done(first!);
    expect(fillsOf((await spool.read())!.requests)).toEqual(numbers(2 * FEW, FEW));
  });

  test('an earlier process that was allowed more leaves no more than the bound after the next write', async () => {
    const earlier = await openSpool(undefined, 100);
    await earlier.append(...numbers(0, 50 * FEW));
    const { spool, append, evicted } = bound(await openSpool(earlier.directory, 10));
    await append(200);
    expect([spool.bytes <= 10 * SEGMENT_BYTES, evicted.length]).toEqual([true, 41]);
  });

  test('a segment that cannot be read goes too', async () => {
    const { append, evicted, directory, rest } = bound(await openSpool(undefined, 10));
    await append(...numbers(0, 10 * FEW));
    await replaceByDirectory((await filesOf(directory))[0]!);
    await append(100).catch(() => undefined); // a directory cannot be deleted like a file
    await append(101);
    expect(evicted[0]).toMatchObject({ requests: [], damaged: 1 });
    expect(await rest()).toEqual([...numbers(FEW, 9 * FEW), 101]);
  });
});

describe('when the disk fails', () => {
  test('a segment that cannot be read does not stand in the way of the next one', async () => {
    const { spool, append, directory, rest } = bound(await openSpool());
    await append(...numbers(0, FEW + 1));
    await replaceByDirectory((await filesOf(directory))[0]!);
    await expect(spool.read()).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await rest()).toEqual([FEW]);
  });

  test('a write that fails appends nothing, and later ones go on', async () => {
    const { spool, append, directory, rest } = bound(await openSpool());
    await append(...numbers(0, FEW));
    const bytes = spool.bytes;
    await rm(directory, { recursive: true });
    await expect(append(50)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(spool.bytes).toBe(bytes);
    await mkdir(directory);
    await append(51);
    await expect(spool.read()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await rest()).toEqual([51]);
  });

  test('a directory that is a file is refused by the name of its flag', async () => {
    const path = join(await directoryForTest(), 'file');
    await appendFile(path, '');
    await expect(openSpool(path)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(`--reporter.spool.directory=${path}: `),
    });
  });

  test('so is one in which nobody can make a file, not even root', async () => {
    await expect(openSpool('/proc')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

/** Its parts, usable by themselves. */
function bound(open: OpenSpool) {
  const { spool, directory, evicted } = open;
  return {
    spool,
    directory,
    evicted,
    append: (...fills: readonly number[]) => open.append(...fills),
    rest: () => open.rest(),
  };
}

async function replaceByDirectory(path: string): Promise<void> {
  await rm(path);
  await mkdir(path);
}
