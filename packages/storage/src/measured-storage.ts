// What is asked of a store, under the names of Jaeger's dashboards since 1.63.
import {
  type Deps,
  type Health,
  type Labels,
  meterReads,
  type ReadMeter,
  type ReadOperation,
  type StorageBackend,
  type TraceReader,
} from '@spoor/core';

export type StorageRole = 'primary' | 'archive';

/** Jaeger's own are those of seconds, though these are answers. */
const RESPONSE_BUCKETS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1500];

/** `backend` with a measured reader, its archive's too. */
export function measuredStorage(
  backend: StorageBackend,
  kind: string,
  deps: Pick<Deps, 'clock' | 'metrics'>,
  role: StorageRole = 'primary',
): StorageBackend {
  return new MeasuredStorage(backend, kind, deps, role);
}

class MeasuredStorage implements StorageBackend {
  readonly reader: TraceReader;
  readonly archive: StorageBackend | null;
  readonly #backend: StorageBackend;

  constructor(backend: StorageBackend, kind: string, deps: Pick<Deps, 'clock' | 'metrics'>, role: StorageRole) {
    this.#backend = backend;
    this.reader = meterReads(backend.reader, deps.clock, (operation) => meterOf({ kind, operation, role }, deps));
    this.archive = backend.archive === null ? null : measuredStorage(backend.archive, kind, deps, 'archive');
  }

  get name(): string {
    return this.#backend.name;
  }

  get writer(): StorageBackend['writer'] {
    return this.#backend.writer;
  }

  get dependencies(): StorageBackend['dependencies'] {
    return this.#backend.dependencies;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#backend.start(signal);
  }

  stop(deadlineMs: number): Promise<void> {
    return this.#backend.stop(deadlineMs);
  }

  health(): Health {
    return this.#backend.health();
  }
}

interface StorageLabels extends Labels {
  readonly kind: string;
  readonly operation: ReadOperation;
  readonly role: StorageRole;
}

function meterOf(labels: StorageLabels, { metrics }: Pick<Deps, 'metrics'>): ReadMeter {
  const outcome = (result: 'ok' | 'err'): ((ms: number) => void) => {
    const of = { ...labels, result };
    const requests = metrics.counter('jaeger_storage_requests_total', 'Requests to the storage', of);
    const latency = metrics.histogram('jaeger_storage_latency', 'Seconds the storage took', of);
    return (ms) => {
      requests.value++;
      latency.observe(ms / 1000);
    };
  };
  const text = 'Traces, names or operations in an answer of the storage';
  const responses = metrics.histogram('jaeger_storage_responses', text, labels, RESPONSE_BUCKETS);
  const ok = outcome('ok');
  return {
    ok(ms, items) {
      ok(ms);
      responses.observe(items);
    },
    err: outcome('err'),
  };
}
