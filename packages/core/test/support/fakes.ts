// Time, metrics and stores that do only what a test tells them.
import type { Call, Cell, Clock, Metrics, SpanBatch, SpanWriter, Timers, WriteResult } from '../../src/index.ts';

/** Clock and timers that move only when told; timers run in the order of their times. */
export class FakeTime implements Clock, Timers {
  #ms = 0;
  readonly #pending = new Set<{ readonly atMs: number; readonly run: () => void }>();

  nowMs(): number {
    return this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  /** Milliseconds until each timer that is set, ascending. */
  get delaysMs(): readonly number[] {
    return [...this.#pending].map(({ atMs }) => atMs - this.#ms).sort((a, b) => a - b);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#ms + delayMs, run };
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  }

  advance(ms: number): void {
    this.#ms += ms;
    const due = [...this.#pending].filter(({ atMs }) => atMs <= this.#ms).sort((a, b) => a.atMs - b.atMs);
    for (const timer of due) {
      if (this.#pending.delete(timer)) timer.run();
    }
  }
}

export interface HeldWrite {
  readonly batch: SpanBatch;
  readonly call: Call;
  readonly succeed: (result?: WriteResult) => void;
  readonly fail: (error: unknown) => void;
}

/** A store that answers each write when the test says so. */
export class HeldWriter implements SpanWriter {
  /** All writes so far, answered or not. */
  readonly writes: HeldWrite[] = [];

  write(batch: SpanBatch, call: Call): Promise<WriteResult> {
    return new Promise((resolve, reject) => {
      this.writes.push({ batch, call, succeed: (result = { rejected: [] }) => resolve(result), fail: reject });
    });
  }

  /** Rows of each write so far. */
  get rows(): readonly number[] {
    return this.writes.map((write) => write.batch.length);
  }
}

export function callOf(tenant = '', signal: AbortSignal = new AbortController().signal): Call {
  return { signal, tenant };
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface RecordedMetrics extends Metrics {
  /** `name{label="value",…}` in label order -> value now; a histogram's is its observations. */
  readonly values: () => Record<string, number | readonly number[]>;
  /** As `values`, without what is zero or empty. */
  readonly counted: () => Record<string, number | readonly number[]>;
}

export function recordedMetrics(): RecordedMetrics {
  const cells = new Map<string, Cell>();
  const reads = new Map<string, () => number>();
  const histograms = new Map<string, number[]>();
  const key = (name: string, labels: Readonly<Record<string, string>> = {}): string => {
    const text = Object.keys(labels)
      .sort()
      .map((label) => `${label}="${labels[label]}"`);
    return text.length === 0 ? name : `${name}{${text.join(',')}}`;
  };
  const cell = (name: string, _help: string, labels?: Readonly<Record<string, string>>): Cell => {
    const id = key(name, labels);
    const found = cells.get(id) ?? { value: 0 };
    cells.set(id, found);
    return found;
  };
  const values = (): Record<string, number | readonly number[]> => ({
    ...Object.fromEntries([...cells].map(([id, { value }]) => [id, value])),
    ...Object.fromEntries([...reads].map(([id, read]) => [id, read()])),
    ...Object.fromEntries(histograms),
  });
  return {
    counter: cell,
    gauge: cell,
    gaugeFrom: (name, _help, read, labels) => void reads.set(key(name, labels), read),
    counterFrom: (name, _help, read, labels) => void reads.set(key(name, labels), read),
    histogram: (name, _help, labels) => {
      const observed: number[] = [];
      histograms.set(key(name, labels), observed);
      return { observe: (value) => void observed.push(value) };
    },
    values,
    counted: () =>
      Object.fromEntries(Object.entries(values()).filter(([, value]) => value !== 0 && String(value) !== '')),
  };
}
