// A store that answers each write when the test says so, and a pipeline in front of it.
import { hostname } from 'node:os';
import type { Call, SpanBatch, SpanWriter, WriteResult } from '@spoor/core';
import { batchIn, spanBuilder, type TestDeps, testDeps } from '@spoor/testkit';
import type { CollectorConfig } from '../../src/index.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline.ts';

interface HeldWrite {
  readonly batch: SpanBatch;
  readonly call: Call;
  readonly succeed: (result?: WriteResult) => void;
  readonly fail: (error: Error) => void;
}

class HeldStore implements SpanWriter {
  /** All writes so far, answered or not. */
  readonly writes: HeldWrite[] = [];
  #onWrite: () => void = () => undefined;

  write(batch: SpanBatch, call: Call): Promise<WriteResult> {
    return new Promise((resolve, reject) => {
      this.writes.push({ batch, call, succeed: (result = { rejected: [] }) => resolve(result), fail: reject });
      this.#onWrite();
    });
  }

  /** Rows of each write so far. */
  get rows(): readonly number[] {
    return this.writes.map(({ batch }) => batch.length);
  }

  /** Resolves when there have been so many writes. */
  async reached(count: number): Promise<void> {
    while (this.writes.length < count) await new Promise<void>((resolve) => (this.#onWrite = resolve));
  }
}

export const CONFIG: CollectorConfig = {
  ack: 'durable',
  intakeMaxBytes: 1024 * 1024,
  queueSize: 2000,
  queueSizeMemoryMib: 0,
  numWorkers: 50,
  tags: '',
  spanSizeMetrics: false,
  tchannelPort: 14267,
};

export interface PipelineSetUp extends Pipeline {
  readonly store: HeldStore;
  readonly deps: TestDeps;
  /** Sends so many spans; the outcome is in `outcomes` once there is one. */
  readonly send: (spans: number, call?: Partial<Call>) => Promise<void>;
  readonly outcomes: readonly string[];
  /** Of the metrics that have only the host as label. */
  readonly metric: (name: string) => number;
}

export function setUpPipeline(config: Partial<CollectorConfig> = {}, ratio = 1): PipelineSetUp {
  const store = new HeldStore();
  const deps = testDeps();
  const pipeline = openPipeline({ ...CONFIG, ...config }, { ratio, hashSalt: '' }, store, deps);
  const outcomes: string[] = [];
  return {
    ...pipeline,
    store,
    deps,
    outcomes,
    metric: (name) => deps.metric(name, { host: hostname() }),
    send(spans, call = {}) {
      const batch = batchIn(
        deps.names,
        Array.from({ length: spans }, () => spanBuilder({ service: 'shop' })),
      );
      return pipeline.sink.consume(batch, { signal: new AbortController().signal, tenant: '', ...call }).then(
        () => void outcomes.push(`${spans} ok`),
        (error: Error) => void outcomes.push(`${spans} ${'code' in error ? String(error.code) : error.message}`),
      );
    },
  };
}
