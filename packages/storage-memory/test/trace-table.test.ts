import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BufferPool } from '../src/buffer-pool.ts';
import { NONE } from '../src/row-chunk.ts';
import { TraceTable } from '../src/trace-table.ts';

function table(seed = 1): TraceTable {
  return new TraceTable(new BufferPool(2 ** 30), seed);
}

test('an id is found after it was created, another is not', () => {
  const traces = table();
  const slot = traces.findOrCreate(1, 2, 3, 4);
  expect(traces.find(1, 2, 3, 4)).toBe(slot);
  expect(traces.find(1, 2, 3, 5)).toBe(NONE);
  expect(traces.findOrCreate(1, 2, 3, 4)).toBe(slot);
  expect(traces.size).toBe(1);
});

test('each of the four words matters', () => {
  const traces = table();
  const slots = [traces.findOrCreate(1, 0, 0, 0), traces.findOrCreate(0, 1, 0, 0), traces.findOrCreate(0, 0, 1, 0)];
  expect(new Set([...slots, traces.findOrCreate(0, 0, 0, 1), traces.findOrCreate(0, 0, 0, 0)]).size).toBe(5);
});

test('the oldest by creation goes first, looked up or not', () => {
  const traces = table();
  const slots = [1, 2, 3].map((n) => traces.findOrCreate(n, 0, 0, 0));
  traces.find(1, 0, 0, 0);
  traces.findOrCreate(1, 0, 0, 0);
  for (const slot of slots) {
    expect(traces.oldest).toBe(slot);
    traces.removeOldest();
  }
  expect([traces.oldest, traces.size]).toEqual([NONE, 0]);
});

test('a slot that changes hands changes its generation', () => {
  const traces = table();
  const slot = traces.findOrCreate(1, 0, 0, 0);
  const generation = (): number => traces.segment(slot).generation[traces.place(slot)]!;
  const before = generation();
  traces.removeOldest();
  expect(traces.findOrCreate(2, 0, 0, 0)).toBe(slot);
  expect(generation()).not.toBe(before);
});

test('removing from an empty table does nothing', () => {
  const traces = table();
  traces.removeOldest();
  expect(traces.size).toBe(0);
});

test('it grows past segments and index, and counts its bytes', () => {
  const pool = new BufferPool(2 ** 30);
  const traces = new TraceTable(pool, 7);
  for (let n = 0; n < 20_000; n++) traces.findOrCreate(n, -n, n * 3, 9);
  for (let n = 0; n < 20_000; n++) expect(traces.find(n, -n, n * 3, 9)).not.toBe(NONE);
  expect(traces.heldBytes).toBe(pool.usedBytes);
});

test('slots of removed traces are used again: a steady size needs no growth', () => {
  const traces = table();
  for (let n = 0; n < 1000; n++) traces.findOrCreate(n, 0, 0, 0);
  const held = traces.heldBytes;
  for (let n = 1000; n < 50_000; n++) {
    traces.removeOldest();
    traces.findOrCreate(n, 0, 0, 0);
  }
  expect([traces.size, traces.heldBytes]).toEqual([1000, held]);
});

/** Few distinct words, so that ids collide, are removed and come again. */
const operations = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat(60) }) },
    { weight: 1, arbitrary: fc.constant('remove' as const) },
  ),
  { maxLength: 400 },
);

test('it agrees with a list under random creation and removal, whatever the seed', () => {
  fc.assert(
    fc.property(fc.integer(), operations, (seed, steps) => {
      const traces = table(seed);
      const model: number[] = [];
      for (const step of steps) {
        if (step === 'remove') {
          traces.removeOldest();
          model.shift();
        } else {
          traces.findOrCreate(0, step.add, 0, 0);
          if (!model.includes(step.add)) model.push(step.add);
        }
        expect(traces.size).toBe(model.length);
        for (let id = 0; id <= 60; id += 7) expect(traces.find(0, id, 0, 0) !== NONE).toBe(model.includes(id));
      }
    }),
    { numRuns: 60 },
  );
});
