// Group commit: joins the calls that wait into store-sized writes and answers them all when the write is
// durable. Waiting for durability so costs latency, not throughput. It never retries and drops nothing.
import { asTracingError, TracingError } from '../errors.ts';
import type { Rejected, SpanBatch } from '../model/batch.ts';
import type { Call } from '../ports/call.ts';
import type { Component, Health } from '../ports/component.ts';
import type { SpanWriter, WriteResult } from '../ports/sink.ts';
import type { Timers } from '../time.ts';
import { abandoned } from './abandoned.ts';
import { BatchLanes, type QueuedCall, type WriteLimits } from './batch-lanes.ts';
import { ByteBudget } from './byte-budget.ts';
import { batchOfRow, firstRows, heldBytes, joinBatches } from './join-batches.ts';

export interface BatcherOptions extends WriteLimits {
  /** Writes in flight at once. */
  readonly concurrency: number;
  /** Bytes held by calls that wait or are being written; a joined write copies its share once more. */
  readonly capacityBytes: number;
  /** Advice to senders that are refused. */
  readonly retryAfterMs: number;
}

/** One write in flight. */
interface Commit {
  /** Calls that still wait for it. */
  readonly waiting: Set<QueuedCall>;
  readonly abort: AbortController;
}

/**
 * With nothing to do it writes a call at once; while `concurrency` writes are in flight, calls wait and are
 * joined, never across tenants. A caller that aborts is let go at once; its spans are not written when they
 * still waited, and the write goes on as long as anybody waits for it.
 */
export class Batcher implements SpanWriter, Component {
  readonly name = 'batcher';
  readonly #writer: SpanWriter;
  readonly #options: BatcherOptions;
  readonly #timers: Timers;
  readonly #budget: ByteBudget;
  readonly #lanes: BatchLanes;
  readonly #commits = new Set<Commit>();
  readonly #commitOf = new Map<QueuedCall, Commit>();
  #queuedSpans = 0;
  #state: Health['state'] = 'starting';
  #stopped: Promise<void> | null = null;
  #onIdle: () => void = () => undefined;

  constructor(writer: SpanWriter, options: BatcherOptions, timers: Timers) {
    this.#writer = writer;
    this.#options = options;
    this.#timers = timers;
    this.#budget = new ByteBudget(options.capacityBytes);
    this.#lanes = new BatchLanes(options, timers, () => this.#pump());
  }

  /** Spans that wait or are being written. */
  get queuedSpans(): number {
    return this.#queuedSpans;
  }

  get queuedBytes(): number {
    return this.#budget.used;
  }

  get capacityBytes(): number {
    return this.#budget.capacity;
  }

  /** As the port says; `rejected` are rows of `batch`. Over the byte bound: OVER_CAPACITY, at once. */
  write(batch: SpanBatch, call: Call): Promise<WriteResult> {
    if (batch.length === 0) return Promise.resolve({ rejected: [] });
    const refusal = this.refusal(batch, call);
    if (refusal !== null) return Promise.reject(refusal);
    const bytes = heldBytes(batch);
    this.#budget.reserve(bytes);
    this.#queuedSpans += batch.length;
    return new Promise((resolve, reject) => this.#enqueue(batch, call, bytes, resolve, reject));
  }

  start(): Promise<void> {
    this.#state = 'ready';
    return Promise.resolve();
  }

  /** Refuses new calls and writes what waits; after the deadline fails what is left, DEADLINE_EXCEEDED. */
  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#drain(deadlineMs);
    return this.#stopped;
  }

  health(): Health {
    return { state: this.#state, detail: `${this.queuedBytes} of ${this.capacityBytes} bytes queued` };
  }

  /** Why `write` would refuse `batch` at once; null = it would take it. */
  refusal(batch: SpanBatch, call: Call): TracingError | null {
    const bytes = heldBytes(batch);
    const { retryAfterMs } = this.#options;
    const { used, capacity } = this.#budget;
    if (call.signal.aborted) return abandoned(call.signal, 'nothing was written yet');
    if (this.#stopped !== null) {
      return new TracingError('STORAGE_UNAVAILABLE', 'shutting down: send to another instance', { retryAfterMs });
    }
    if (bytes > capacity) {
      return new TracingError(
        'PAYLOAD_TOO_LARGE',
        `a batch of ${bytes} bytes can never fit the queue of ${capacity} bytes`,
      );
    }
    if (used + bytes <= capacity) return null;
    const text = `span queue is full: ${used} of ${capacity} bytes wait for the store, ${bytes} more do not fit`;
    return new TracingError('OVER_CAPACITY', text, { retryAfterMs });
  }

  #enqueue(
    batch: SpanBatch,
    call: Call,
    bytes: number,
    resolve: (result: WriteResult) => void,
    reject: (error: Error) => void,
  ): void {
    const onAbort = (): void => this.#abandon(queued);
    const queued: QueuedCall = {
      batch,
      call,
      bytes,
      resolve(result) {
        call.signal.removeEventListener('abort', onAbort);
        resolve(result);
      },
      reject(error) {
        call.signal.removeEventListener('abort', onAbort);
        reject(error);
      },
    };
    call.signal.addEventListener('abort', onAbort, { once: true });
    this.#lanes.add(queued);
    this.#pump();
  }

  #pump(): void {
    while (this.#commits.size < this.#options.concurrency) {
      const calls = this.#lanes.take();
      if (calls === null) return;
      void this.#commit(calls);
    }
  }

  /** Never throws: every outcome goes to the calls. */
  async #commit(calls: readonly QueuedCall[]): Promise<void> {
    const commit: Commit = { waiting: new Set(calls), abort: new AbortController() };
    this.#commits.add(commit);
    for (const queued of calls) this.#commitOf.set(queued, commit);
    try {
      const joined = joinBatches(calls.map((queued) => queued.batch));
      const call = { signal: commit.abort.signal, tenant: calls[0]!.call.tenant };
      answer(calls, (await this.#writer.write(joined, call)).rejected);
    } catch (thrown) {
      const error = asTracingError(thrown);
      for (const queued of calls) queued.reject(error);
    }
    this.#commits.delete(commit);
    for (const queued of calls) {
      this.#commitOf.delete(queued);
      this.#forget(queued);
    }
    this.#pump();
    if (this.#commits.size === 0) this.#onIdle();
  }

  #abandon(queued: QueuedCall): void {
    queued.reject(abandoned(queued.call.signal, 'its spans waited for the store'));
    if (this.#lanes.remove(queued)) {
      this.#forget(queued);
      return;
    }
    const commit = this.#commitOf.get(queued);
    commit?.waiting.delete(queued);
    if (commit?.waiting.size === 0) commit.abort.abort(queued.call.signal.reason);
  }

  #forget(queued: QueuedCall): void {
    this.#budget.release(queued.bytes);
    this.#queuedSpans -= queued.batch.length;
  }

  async #drain(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    this.#lanes.flush();
    this.#pump();
    if (this.#commits.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#timers.after(deadlineMs, () => {
          this.#giveUp(deadlineMs);
          resolve();
        });
        this.#onIdle = () => {
          cancel();
          resolve();
        };
      });
    }
    this.#state = 'stopped';
  }

  #giveUp(deadlineMs: number): void {
    const error = new TracingError('DEADLINE_EXCEEDED', `shut down: the store did not answer within ${deadlineMs} ms`);
    for (const queued of this.#lanes.clear()) {
      this.#forget(queued);
      queued.reject(error);
    }
    for (const commit of this.#commits) {
      for (const queued of commit.waiting) queued.reject(error);
      commit.abort.abort(error);
    }
  }
}

/** Gives every call its own share of the rejected rows, renumbered. */
function answer(calls: readonly QueuedCall[], rejected: readonly Rejected[]): void {
  const shares: Rejected[][] = calls.map(() => []);
  const firstRow = firstRows(calls.map((queued) => queued.batch));
  for (const { row, reason } of rejected) {
    const index = batchOfRow(firstRow, row);
    shares[index]!.push({ row: row - firstRow[index]!, reason });
  }
  for (const [i, queued] of calls.entries()) queued.resolve({ rejected: shares[i]! });
}
