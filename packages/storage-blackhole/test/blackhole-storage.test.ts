import type { Call, StorageBackend, TraceQuery } from '@spoor/core';
import { batchIn, collect, spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { blackholeStorage } from '../src/index.ts';

const QUERY: TraceQuery = { where: null, startMinUs: 0, startMaxUs: 2 ** 52, limit: null };
const callOf = (signal: AbortSignal = new AbortController().signal): Call => ({ signal, tenant: '' });
const deps = testDeps();
const store = blackholeStorage.create({}, deps);
const batch = batchIn(deps.names, [spanBuilder({ traceId: 'a'.repeat(32) })]);

const reads: readonly {
  readonly title: string;
  readonly read: (from: StorageBackend, call: Call) => Promise<unknown>;
}[] = [
  {
    title: 'traces',
    read: ({ reader }, call) => collect(reader.traces([{ traceId: 'a'.repeat(32), startUs: null, endUs: null }], call)),
  },
  { title: 'find', read: ({ reader }, call) => collect(reader.find(QUERY, call)) },
  { title: 'findIds', read: ({ reader }, call) => collect(reader.findIds(QUERY, call)) },
  { title: 'findSummaries', read: ({ reader }, call) => collect(reader.findSummaries(QUERY, call)) },
  { title: 'services', read: ({ reader }, call) => reader.services(call) },
  { title: 'operations', read: ({ reader }, call) => reader.operations('service', null, call) },
  {
    title: 'dependencies',
    read: async ({ dependencies }, call) => (await dependencies?.links({ startUs: 0, endUs: 1 }, call)) ?? ['none'],
  },
];

describe('blackhole storage', () => {
  test('takes everything', async () => {
    await expect(store.writer.write(batch, callOf())).resolves.toEqual({ rejected: [] });
    await expect(store.dependencies?.writeLinks(0, [], callOf())).resolves.toBeUndefined();
  });

  test.each(reads)('$title finds nothing', async ({ read }) => {
    await store.writer.write(batch, callOf());
    await expect(read(store, callOf())).resolves.toEqual([]);
  });

  const calls = [
    ...reads,
    { title: 'capabilities', read: ({ reader }: StorageBackend, call: Call) => reader.capabilities(call) },
    { title: 'write', read: ({ writer }: StorageBackend, call: Call) => writer.write(batch, call) },
    {
      title: 'writeLinks',
      read: async ({ dependencies }: StorageBackend, call: Call) => dependencies?.writeLinks(0, [], call),
    },
  ];
  test.each(calls)('$title throws the reason of a call that was aborted', async ({ read }) => {
    await expect(read(store, callOf(AbortSignal.abort(new Error('gone'))))).rejects.toThrow('gone');
  });

  test('says that its answers are exact whatever is asked', async () => {
    const { operators, ...rest } = await store.reader.capabilities(callOf());
    expect(Object.values(rest)).toEqual(Array(5).fill(true));
    expect(operators).toContain('tag');
  });

  test('is ready from start to stop', async () => {
    const fresh = blackholeStorage.create({}, deps);
    const states = [fresh.health().state];
    await fresh.start(new AbortController().signal);
    states.push(fresh.health().state);
    await fresh.stop(0);
    states.push(fresh.health().state);
    expect(states).toEqual(['starting', 'ready', 'stopped']);
    expect([blackholeStorage.kind, fresh.archive]).toEqual(['blackhole', null]);
  });
});
