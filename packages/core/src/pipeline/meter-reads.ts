// Counts and times what is asked of a store. A trace that is not there is no error.
import type { TraceReader } from '../ports/reader.ts';
import type { Clock } from '../time.ts';

export type ReadOperation =
  | 'find_traces'
  | 'find_trace_ids'
  | 'find_trace_summaries'
  | 'get_trace'
  | 'get_services'
  | 'get_operations';

/** Hears of each read once it is over. */
export interface ReadMeter {
  /** The store's own share of the time; what it answered: traces, names or operations. */
  ok(ms: number, items: number): void;
  err(ms: number): void;
}

/** `meterOf` is asked once an operation, at once. */
export function meterReads(
  reader: TraceReader,
  clock: Clock,
  meterOf: (operation: ReadOperation) => ReadMeter,
): TraceReader {
  const watch = (operation: ReadOperation): Watch => new Watch(meterOf(operation), clock);
  const findTraces = watch('find_traces');
  const findTraceIds = watch('find_trace_ids');
  const findSummaries = watch('find_trace_summaries');
  const getTrace = watch('get_trace');
  const getServices = watch('get_services');
  const getOperations = watch('get_operations');
  return {
    capabilities: (call) => reader.capabilities(call),
    traces: (ids, call) => getTrace.iterable(reader.traces(ids, call), one),
    find: (query, call) => findTraces.iterable(reader.find(query, call), one),
    findIds: (query, call) => findTraceIds.iterable(reader.findIds(query, call), one),
    findSummaries: (query, call) => findSummaries.iterable(reader.findSummaries(query, call), (chunk) => chunk.length),
    services: (call) => getServices.promise(() => reader.services(call)),
    operations: (service, kind, call) => getOperations.promise(() => reader.operations(service, kind, call)),
  };
}

function one(): number {
  return 1;
}

class Watch {
  readonly #meter: ReadMeter;
  readonly #clock: Clock;

  constructor(meter: ReadMeter, clock: Clock) {
    this.#meter = meter;
    this.#clock = clock;
  }

  async promise<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const startMs = this.#clock.monotonicMs();
    let items: number | null = null;
    try {
      const value = await read();
      items = value.length;
      return value;
    } finally {
      this.#done(this.#clock.monotonicMs() - startMs, items);
    }
  }

  /** Times only the store's share: not what the consumer does between items. Stopping early is no error. */
  async *iterable<T>(answer: AsyncIterable<T>, itemsOf: (item: T) => number): AsyncGenerator<T, void> {
    const iterator = answer[Symbol.asyncIterator]();
    let spentMs = 0;
    let items = 0;
    let failed = false;
    try {
      for (;;) {
        const startMs = this.#clock.monotonicMs();
        failed = true;
        const item = await iterator.next().finally(() => {
          spentMs += this.#clock.monotonicMs() - startMs;
        });
        failed = false;
        if (item.done === true) return;
        items += itemsOf(item.value);
        yield item.value;
      }
    } finally {
      this.#done(spentMs, failed ? null : items);
      if (!failed) await iterator.return?.();
    }
  }

  /** `items` null = it failed. */
  #done(ms: number, items: number | null): void {
    if (items === null) this.#meter.err(ms);
    else this.#meter.ok(ms, items);
  }
}
