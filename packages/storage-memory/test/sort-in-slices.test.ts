import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortInSlices } from '../src/sort-in-slices.ts';
import { TimeSlice } from '../src/time-slice.ts';
import { call } from './support.ts';

const byFirst = (a: readonly [number, number], b: readonly [number, number]): number => a[0] - b[0];

/** A clock by which every look finds the slice spent. */
function hasty(signal?: AbortSignal): TimeSlice {
  let nowMs = 0;
  return new TimeSlice({ nowMs: () => 0, monotonicMs: () => (nowMs += 100) }, call('', signal));
}

test('the order is that of a stable sort, whatever the length', async () => {
  const lengths = fc.constantFrom(0, 1, 2, 1023, 1024, 1025, 5000);
  await fc.assert(
    fc.asyncProperty(lengths, fc.nat(1000), async (length, spread) => {
      const items = Array.from({ length }, (_, i) => [(i * 7919) % (spread + 1), i] as const);
      expect(await sortInSlices(items, byFirst, hasty())).toEqual(items.toSorted(byFirst));
    }),
    { numRuns: 30 },
  );
});

test('aborting ends it', async () => {
  const controller = new AbortController();
  const items = Array.from({ length: 5000 }, (_, i) => [i, i] as const);
  const sorting = sortInSlices(items, byFirst, hasty(controller.signal));
  controller.abort(new Error('enough'));
  await expect(sorting).rejects.toThrow('enough');
});
