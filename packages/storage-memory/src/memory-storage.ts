// The plugin: memory storage as a component. What it holds is gone when the process ends.
import { randomInt } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import type { Deps, Health, StorageBackend, StoragePlugin } from '@spoor/core';
import { effectiveMaxBytes, type MemoryConfig, memoryConfig } from './memory-config.ts';
import { MemoryDependencies } from './memory-dependencies.ts';
import { MemoryReader } from './memory-reader.ts';
import { MemoryWriter } from './memory-writer.ts';
import { ReadBudget } from './read-budget.ts';
import { Tenants } from './tenants.ts';

/** Share of the JavaScript heap that traces being read may take; spans are stored outside of it. */
const READ_SHARE = 1 / 4;

/** `SPAN_STORAGE_TYPE=memory`. */
export const memoryStorage: StoragePlugin<MemoryConfig> = {
  kind: 'memory',
  config: memoryConfig,
  create: (config, deps) => new MemoryStorage(config, deps),
};

class MemoryStorage implements StorageBackend {
  readonly name = 'memory storage';
  readonly writer: MemoryWriter;
  readonly reader: MemoryReader;
  readonly dependencies: MemoryDependencies;
  readonly archive = null;
  readonly #tenants: Tenants;
  #state: Health['state'] = 'starting';

  constructor(config: MemoryConfig, deps: Deps) {
    const seed = randomInt(2 ** 31);
    const maxBytes = effectiveMaxBytes(config);
    const readBytes = getHeapStatistics().heap_size_limit * READ_SHARE;
    this.#tenants = new Tenants(deps.names, { maxTraces: config.maxTraces, maxBytes, seed });
    this.writer = new MemoryWriter(this.#tenants);
    this.reader = new MemoryReader(this.#tenants, deps.clock, new ReadBudget(readBytes));
    this.dependencies = new MemoryDependencies(this.#tenants, deps.clock);
    registerMetrics(this.#tenants, deps);
  }

  async start(): Promise<void> {
    this.#state = 'ready';
  }

  async stop(): Promise<void> {
    this.writer.close();
    this.#state = 'stopped';
  }

  health(): Health {
    const { traceCount, pool } = this.#tenants;
    return { state: this.#state, detail: `${traceCount} traces, ${pool.heldBytes} of ${pool.maxBytes} bytes` };
  }
}

function registerMetrics(tenants: Tenants, { metrics }: Deps): void {
  metrics.gaugeFrom('jaeger_memory_traces', 'Traces held in memory.', () => tenants.traceCount);
  metrics.gaugeFrom('jaeger_memory_spans', 'Spans held in memory.', () => tenants.spanCount);
  metrics.gaugeFrom('jaeger_memory_bytes', 'Bytes that spans and indexes take.', () => tenants.pool.heldBytes);
  metrics.gaugeFrom('jaeger_memory_max_bytes', 'Bytes that they may take.', () => tenants.pool.maxBytes);
  metrics.counterFrom(
    'jaeger_memory_evicted_total',
    'Traces evicted to stay within the bounds.',
    () => tenants.evictedTraces,
  );
}
