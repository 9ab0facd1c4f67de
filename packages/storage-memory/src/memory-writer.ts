import type { Call, SpanBatch, SpanWriter, WriteResult } from '@spoor/core';
import { TracingError } from '@spoor/core';
import type { Tenants } from './tenants.ts';

const NOTHING_REJECTED: WriteResult = { rejected: [] };

/** Batches are readable when `write` resolves. After `close` it refuses. */
export class MemoryWriter implements SpanWriter {
  readonly #tenants: Tenants;
  #closed = false;

  constructor(tenants: Tenants) {
    this.#tenants = tenants;
  }

  close(): void {
    this.#closed = true;
  }

  async write(batch: SpanBatch, call: Call): Promise<WriteResult> {
    call.signal.throwIfAborted();
    if (this.#closed) throw new TracingError('STORAGE_UNAVAILABLE', 'memory storage is stopped');
    const reason = this.#tenants.write(batch, call.tenant);
    if (reason === null) return NOTHING_REJECTED;
    return { rejected: Array.from({ length: batch.length }, (_, row) => ({ row, reason })) };
  }
}
