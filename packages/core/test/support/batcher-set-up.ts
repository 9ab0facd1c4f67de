// A batcher over a store that answers when told.
import { Batcher, type BatcherOptions, type NameTable, TracingError } from '../../src/index.ts';
import { names, rowsOf } from './batches.ts';
import { callOf, FakeTime, HeldWriter } from './fakes.ts';

/** Of all spans that `send` sends. */
export const table: NameTable = names();

export function setUpBatcher(options: Partial<BatcherOptions> = {}) {
  const store = new HeldWriter();
  const time = new FakeTime();
  const batcher = new Batcher(
    store,
    {
      concurrency: 1,
      capacityBytes: 1_000_000,
      maxWriteBytes: 500_000,
      maxWriteRows: 1000,
      maxDelayMs: 0,
      retryAfterMs: 700,
      ...options,
    },
    time,
  );
  /** Sends `rows` spans; the answer's outcome is in the list once there is one. */
  const outcomes: string[] = [];
  const send = (rows: number, tenant = '', signal?: AbortSignal): Promise<void> =>
    batcher.write(rowsOf(table, rows), callOf(tenant, signal)).then(
      () => void outcomes.push(`${rows} ok`),
      (error: unknown) => void outcomes.push(`${rows} ${error instanceof TracingError ? error.code : String(error)}`),
    );
  return { store, time, batcher, outcomes, send };
}
