// Stores under test: real ones that forget by starting over, and one that does what a test says.
import {
  type Call,
  type Deps,
  type Health,
  type Span,
  type SpanBatch,
  type StorageBackend,
  type TraceReader,
  TracingError,
  type WriteResult,
} from '@spoor/core';
import { batchIn, collect, type TestDeps, testDeps } from '@spoor/testkit';
import { openStorage, type StorageConfig } from '../../src/index.ts';

export const CONFIG: StorageConfig = {
  spanStorageType: 'memory',
  dependencyStorageType: '',
  metricsStorageType: '',
  samplingStorageType: '',
  memoryMaxTraces: 0,
  memoryMaxBytes: 64 * 1024 * 1024,
};

export const callOf = (tenant = ''): Call => ({ signal: new AbortController().signal, tenant });

/** A started store of `type` whose deps are its own. */
export async function started(type = 'memory'): Promise<StorageBackend & { readonly deps: TestDeps }> {
  const deps = testDeps();
  const store = openStorage({ ...CONFIG, spanStorageType: type }, deps);
  await store.start(new AbortController().signal);
  return Object.assign(store, { deps });
}

export function memoryStore(deps: Deps): StorageBackend {
  return openStorage(CONFIG, deps);
}

/** The ids, of those given, that a store has. */
export async function traceIdsIn(reader: TraceReader, spans: readonly Span[]): Promise<readonly string[]> {
  const ids = [...new Set(spans.map(({ traceId }) => traceId))].sort();
  const lookups = ids.map((traceId) => ({ traceId, startUs: null, endUs: null }));
  return (await collect(reader.traces(lookups, callOf()))).map(({ traceId }) => traceId).sort();
}

export const batchFor = (deps: Deps, spans: readonly Span[]): SpanBatch => batchIn(deps.names, spans);

export interface Scripted {
  /** What `write` answers or throws. */
  readonly write?: WriteResult | Error;
  readonly health?: Health;
  readonly start?: Error;
  readonly stop?: Error;
}

/** A memory store that answers as scripted; `log` hears what is done to it under its name. */
export function scripted(name: string, script: Scripted, log: string[] = []): StorageBackend {
  const inner = memoryStore(testDeps());
  const step = async (what: string, failure: Error | undefined): Promise<void> => {
    log.push(`${name} ${what}`);
    if (failure !== undefined) throw failure;
  };
  return {
    name,
    reader: inner.reader,
    dependencies: null,
    archive: null,
    writer: {
      async write(): Promise<WriteResult> {
        const { write = { rejected: [] } } = script;
        await step('write', write instanceof Error ? write : undefined);
        return write instanceof Error ? { rejected: [] } : write;
      },
    },
    start: () => step('start', script.start),
    stop: () => step('stop', script.stop),
    health: () => script.health ?? { state: 'ready', detail: '' },
  };
}

export const down = (message: string, retryAfterMs?: number): TracingError =>
  new TracingError('STORAGE_UNAVAILABLE', message, retryAfterMs === undefined ? {} : { retryAfterMs });
