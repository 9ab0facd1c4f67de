// The plugin from outside: life, metrics, bounds, and readers beside writers.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Span, StorageBackend, Trace } from '@spoor/core';
import { attr, batchIn, collect, exists, spanBuilder, type TestDeps, testDeps, traceBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../src/index.ts';
import { effectiveMaxBytes, memoryConfig } from '../src/memory-config.ts';
import { MemoryReader } from '../src/memory-reader.ts';
import { ReadBudget } from '../src/read-budget.ts';
import { call, MIB, query, testTenants } from './support.ts';

interface Opened {
  readonly store: StorageBackend;
  readonly deps: TestDeps;
  readonly write: (spans: readonly Span[], tenant?: string) => Promise<void>;
}

async function open(maxTraces = 0, maxBytes = 64 * MIB): Promise<Opened> {
  const deps = testDeps();
  const store = memoryStorage.create({ maxTraces, maxBytes }, deps);
  await store.start(new AbortController().signal);
  return {
    store,
    deps,
    async write(spans, tenant = ''): Promise<void> {
      await store.writer.write(batchIn(deps.names, spans), call(tenant));
    },
  };
}

describe('life of the component', () => {
  test('it is ready once started and stopped after stop', async () => {
    const store = memoryStorage.create({ maxTraces: 0, maxBytes: 8 * MIB }, testDeps());
    expect(store.health().state).toBe('starting');
    await store.start(new AbortController().signal);
    expect(store.health().state).toBe('ready');
    await store.stop(0);
    await store.stop(0);
    expect(store.health().state).toBe('stopped');
  });

  test('after stop it refuses spans so that the sender keeps them, and still answers', async () => {
    const { store, write } = await open();
    const span = spanBuilder({});
    await write([span]);
    await store.stop(0);
    await expect(write([spanBuilder({})])).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect((await collect(store.reader.find(query(null), call()))).length).toBe(1);
  });

  test('health says how much is held', async () => {
    const { store, write } = await open();
    await write([spanBuilder({})]);
    expect(store.health().detail).toMatch(/^1 traces, \d+ of 67108864 bytes$/);
  });
});

describe('metrics', () => {
  test('traces, spans, bytes and evictions can be scraped', async () => {
    const { write, deps } = await open(2);
    await write(traceBuilder([{}, {}, {}]));
    await write([spanBuilder({}), spanBuilder({})]);
    expect(deps.metric('jaeger_memory_traces')).toBe(2);
    expect(deps.metric('jaeger_memory_spans')).toBe(2);
    expect(deps.metric('jaeger_memory_evicted_total')).toBe(1);
    expect(deps.metric('jaeger_memory_bytes')).toBeGreaterThan(0);
    expect(deps.metric('jaeger_memory_max_bytes')).toBe(64 * MIB);
  });
});

describe('configuration', () => {
  test('flags and defaults are Jaeger`s where Jaeger has them', () => {
    const { maxTraces, maxBytes } = memoryConfig.fields;
    expect([maxTraces.flag, maxTraces.default, maxBytes.flag]).toEqual(['memory.max-traces', 0, 'memory.max-bytes']);
  });

  const checks = [
    { title: 'the default is taken', maxBytes: 0, errors: 0 },
    { title: '8 MiB are taken', maxBytes: 8 * MIB, errors: 0 },
    { title: 'less is refused', maxBytes: 8 * MIB - 1, errors: 1 },
  ] as const;
  for (const c of checks) {
    test(c.title, () => {
      expect(memoryConfig.check?.({ maxTraces: 0, maxBytes: c.maxBytes }).errors.length).toBe(c.errors);
    });
  }

  test('an explicit bound is taken as it is, the default is some of the machine', () => {
    expect(effectiveMaxBytes({ maxTraces: 0, maxBytes: 12_345_678 })).toBe(12_345_678);
    expect(effectiveMaxBytes({ maxTraces: 0, maxBytes: 0 })).toBeGreaterThanOrEqual(8 * MIB);
  });
});

test('a batch beyond the bound comes back rejected row by row with the reason', async () => {
  const { store, deps } = await open(0, 8 * MIB);
  const spans = [0, 1].map(() => spanBuilder({ attributes: { pad: 'x'.repeat(3 * MIB) } }));
  const { rejected } = await store.writer.write(batchIn(deps.names, spans), call());
  expect(rejected.map(({ row }) => row)).toEqual([0, 1]);
  expect(rejected[0]?.reason).toContain('memory.max-bytes=8388608');
});

test('a caller that went away writes nothing', async () => {
  const { store, deps } = await open();
  const gone = call('', AbortSignal.abort(new Error('gone')));
  await expect(store.writer.write(batchIn(deps.names, [spanBuilder({})]), gone)).rejects.toThrow('gone');
  expect(await collect(store.reader.find(query(null), call()))).toEqual([]);
});

test('written dependencies are refused: they are computed', async () => {
  const { store } = await open();
  await expect(store.dependencies?.writeLinks(0, [], call())).rejects.toMatchObject({ code: 'QUERY_UNSUPPORTED' });
});

test('a malformed query is refused even where nothing was written', async () => {
  const { store } = await open();
  const where = { op: 'exists', of: { kind: 'field', level: 'span', name: 'nonsense' } } as const;
  await expect(collect(store.reader.find(query(where), call()))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

describe('reading beside writing', () => {
  test('a trace evicted while the answer is read is left out, the others are whole', async () => {
    const { store, write } = await open(10);
    const traces = Array.from({ length: 10 }, (_, n) => traceBuilder([{}, {}, {}], { startUs: 1000 + n }));
    for (const spans of traces) await write(spans);
    const read: Trace[] = [];
    for await (const trace of store.reader.find(query(null), call())) {
      read.push(trace);
      if (read.length === 4) for (let n = 0; n < 3; n++) await write([spanBuilder({})]);
    }
    expect(read.length).toBe(7);
    for (const trace of read) expect(trace.spans.length).toBe(3);
  });

  test('ids whose slot went to another trace give nothing foreign', async () => {
    const { store, write } = await open(2);
    const [a, b, c] = [spanBuilder({}), spanBuilder({}), spanBuilder({})];
    await write([a, b]);
    const lookups = [a, b].map((span) => ({ traceId: span.traceId, startUs: null, endUs: null }));
    const read: string[] = [];
    for await (const trace of store.reader.traces(lookups, call())) {
      read.push(trace.traceId);
      await write([c]);
      await write([spanBuilder({})]);
    }
    expect(read).toEqual([a.traceId]);
  });

  test('a trace of 20,000 spans is read in slices: other work runs meanwhile', async () => {
    const { store, write, deps } = await open();
    const spans = traceBuilder(Array.from({ length: 20_000 }, () => ({})));
    await write(spans);
    let turns = 0;
    const beat = (): void => {
      turns++;
      deps.clock.advance(5);
      timer = setImmediate(beat);
    };
    let timer = setImmediate(beat);
    const [trace] = await collect(
      store.reader.traces([{ traceId: spans[0]!.traceId, startUs: null, endUs: null }], call()),
    );
    clearImmediate(timer);
    expect(trace?.spans.length).toBe(20_000);
    expect(turns).toBeGreaterThan(1);
  });

  test('a few spans of many attributes let other work run in between, read or searched', async () => {
    const t = testTenants();
    const attributes = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`key-${n}`, 'v'.repeat(20)]));
    for (let n = 0; n < 20; n++) t.write([spanBuilder({ traceId: 'ab'.repeat(16), attributes })]);
    let looks = 0;
    const reader = new MemoryReader(t.tenants, { nowMs: () => 0, monotonicMs: () => ++looks });
    await collect(reader.traces([{ traceId: 'ab'.repeat(16), startUs: null, endUs: null }], call()));
    expect(looks).toBeGreaterThan(20);
    looks = 0;
    await collect(reader.find(query(exists(attr('any', 'absent'))), call()));
    expect(looks).toBeGreaterThan(20);
  });

  test('aborting stops a long read between slices', async () => {
    const { store, write } = await open();
    const spans = traceBuilder(Array.from({ length: 40_000 }, () => ({})));
    await write(spans);
    const controller = new AbortController();
    const lookup = { traceId: spans[0]!.traceId, startUs: null, endUs: null };
    const reading = collect(store.reader.traces([lookup], call('', controller.signal)));
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  test('spans written while a trace is read belong to the next reading', async () => {
    const { store, write } = await open();
    const spans = traceBuilder(Array.from({ length: 40_000 }, () => ({})));
    await write(spans);
    const traceId = spans[0]!.traceId;
    const lookups = [{ traceId, startUs: null, endUs: null }];
    const reading = collect(store.reader.traces(lookups, call()));
    await write([spanBuilder({ traceId })]);
    expect((await reading)[0]?.spans.length).toBe(40_000);
    expect((await collect(store.reader.traces(lookups, call())))[0]?.spans.length).toBe(40_001);
  });

  test('who reads a trace makes others wait when the heap is spoken for, until they are done with it', async () => {
    const t = testTenants();
    const [span] = [spanBuilder({})];
    t.write([span]);
    const reader = new MemoryReader(t.tenants, testDeps().clock, new ReadBudget(1));
    const lookups = [{ traceId: span.traceId, startUs: null, endUs: null }];
    const first = reader.traces(lookups, call())[Symbol.asyncIterator]();
    await first.next();
    let isRead = false;
    const second = collect(reader.find(query(null), call())).finally(() => {
      isRead = true;
    });
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    expect(isRead).toBe(false);
    await first.next();
    expect((await second).length).toBe(1);
  });
});
