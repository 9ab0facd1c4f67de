import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NewestTraces } from '../src/newest-traces.ts';
import { TimeSlice } from '../src/time-slice.ts';
import { newestFirst, type TraceRef, traceIdOf } from '../src/trace-ref.ts';
import { call } from './support.ts';

function ref(startUs: number, startNsRem = 0, ...id: number[]): TraceRef {
  return { slot: 0, generation: 0, startUs, startNsRem, id: [id[0] ?? 0, id[1] ?? 0, id[2] ?? 0, id[3] ?? 0] };
}

const order = [
  { title: 'a later start comes first', first: ref(2), second: ref(1) },
  { title: 'nanoseconds decide within a microsecond', first: ref(1, 5), second: ref(1, 4) },
  { title: 'the smaller id comes first at equal starts', first: ref(1, 0, 0, 0, 0, 1), second: ref(1, 0, 0, 0, 0, 2) },
  { title: 'the most significant word of the id decides', first: ref(1, 0, 1, 9), second: ref(1, 0, 2, 0) },
  { title: 'words of the id are unsigned', first: ref(1, 0, 1), second: ref(1, 0, -1) },
  { title: 'a start before 1970 is older', first: ref(0), second: ref(-1) },
] as const;
for (const c of order) {
  test(c.title, () => {
    expect(newestFirst(c.first, c.second)).toBeLessThan(0);
    expect(newestFirst(c.second, c.first)).toBeGreaterThan(0);
  });
}

test('a trace is as new as itself', () => expect(newestFirst(ref(1, 2, 3), ref(1, 2, 3))).toBe(0));

test('the id is printed with all its digits', () => {
  expect(traceIdOf(ref(0, 0, 0, 1, -1, 0x10))).toBe('0000000000000001ffffffff00000010');
});

test('until it is full nothing is too old', () => {
  const newest = new NewestTraces(2);
  newest.take(ref(5));
  expect(newest.floorUs).toBe(Number.NEGATIVE_INFINITY);
  newest.take(ref(7));
  expect(newest.floorUs).toBe(5);
});

const refs = fc.array(
  fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(2), fc.integer()).map(([us, ns, word]) => ref(us, ns, word)),
  { maxLength: 60 },
);

test('it keeps what sorting and cutting would keep', async () => {
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  await fc.assert(
    fc.asyncProperty(refs, fc.integer({ min: 1, max: 10 }), async (offered, limit) => {
      const newest = new NewestTraces(limit);
      for (const one of offered) if (newest.wouldTake(one)) newest.take(one);
      const wanted = offered.toSorted(newestFirst).slice(0, limit);
      const sorted = await newest.sorted(new TimeSlice(clock, call()));
      expect(sorted.map((one) => [one.startUs, one.startNsRem, one.id])).toEqual(
        wanted.map((one) => [one.startUs, one.startNsRem, one.id]),
      );
    }),
  );
});
