// The waiting room of the batcher: one first-in-first-out lane a tenant, because tenants never share a
// write. Lanes that have something to write take turns, so that a busy tenant does not starve the others.
import type { SpanBatch } from '../model/batch.ts';
import type { Call } from '../ports/call.ts';
import type { WriteResult } from '../ports/sink.ts';
import type { Timers } from '../time.ts';

/** One `write` that waits for its answer. */
export interface QueuedCall {
  readonly batch: SpanBatch;
  readonly call: Call;
  /** What it counts for in the byte bound. */
  readonly bytes: number;
  readonly resolve: (result: WriteResult) => void;
  readonly reject: (error: Error) => void;
}

export interface WriteLimits {
  /** A write is closed when the next call would take it over either; a single call may exceed both. */
  readonly maxWriteBytes: number;
  readonly maxWriteRows: number;
  /** How long the first call of a write that is not yet full waits for company; 0 = not at all. */
  readonly maxDelayMs: number;
}

interface Lane {
  readonly calls: Set<QueuedCall>;
  bytes: number;
  rows: number;
  /** The linger is over: whatever is there goes out. */
  due: boolean;
  cancelLinger: (() => void) | null;
}

export class BatchLanes {
  readonly #limits: WriteLimits;
  readonly #timers: Timers;
  readonly #onDue: () => void;
  readonly #lanes = new Map<string, Lane>();
  /** In the order of their turns. */
  readonly #ready = new Set<Lane>();
  #lingering = true;

  /** `onDue` is told when the passing of time made a lane ready. */
  constructor(limits: WriteLimits, timers: Timers, onDue: () => void) {
    this.#limits = limits;
    this.#timers = timers;
    this.#onDue = onDue;
  }

  add(queued: QueuedCall): void {
    const { tenant } = queued.call;
    let lane = this.#lanes.get(tenant);
    if (lane === undefined) {
      lane = { calls: new Set(), bytes: 0, rows: 0, due: false, cancelLinger: null };
      this.#lanes.set(tenant, lane);
    }
    lane.calls.add(queued);
    lane.bytes += queued.bytes;
    lane.rows += queued.batch.length;
    this.#schedule(lane);
  }

  /** False when the call is not waiting here (any more). */
  remove(queued: QueuedCall): boolean {
    const lane = this.#lanes.get(queued.call.tenant);
    if (lane === undefined || !this.#detach(lane, queued)) return false;
    if (lane.calls.size === 0) this.#close(queued.call.tenant, lane);
    return true;
  }

  /** The calls of the next write, all of one tenant; null when no lane is ready. */
  take(): readonly QueuedCall[] | null {
    const [lane] = this.#ready;
    if (lane === undefined) return null;
    this.#ready.delete(lane);
    const taken: QueuedCall[] = [];
    let bytes = 0;
    let rows = 0;
    for (const queued of lane.calls) {
      bytes += queued.bytes;
      rows += queued.batch.length;
      const over = bytes > this.#limits.maxWriteBytes || rows > this.#limits.maxWriteRows;
      const first = taken[0];
      if (first !== undefined && (over || first.batch.names !== queued.batch.names)) break;
      taken.push(queued);
      this.#detach(lane, queued);
    }
    if (lane.calls.size === 0) this.#close(taken[0]!.call.tenant, lane);
    else this.#schedule(lane);
    return taken;
  }

  /** Ends all waiting for company, for good. */
  flush(): void {
    this.#lingering = false;
    for (const lane of this.#lanes.values()) this.#schedule(lane);
  }

  /** Takes every waiting call out. */
  clear(): readonly QueuedCall[] {
    const all = [...this.#lanes.values()].flatMap((lane) => [...lane.calls]);
    for (const [tenant, lane] of this.#lanes) this.#close(tenant, lane);
    return all;
  }

  #schedule(lane: Lane): void {
    const { maxWriteBytes, maxWriteRows, maxDelayMs } = this.#limits;
    const full = lane.bytes >= maxWriteBytes || lane.rows >= maxWriteRows;
    if (full || lane.due || maxDelayMs === 0 || !this.#lingering) {
      this.#ready.add(lane);
      return;
    }
    lane.cancelLinger ??= this.#timers.after(maxDelayMs, () => {
      lane.due = true;
      this.#ready.add(lane);
      this.#onDue();
    });
  }

  #detach(lane: Lane, queued: QueuedCall): boolean {
    if (!lane.calls.delete(queued)) return false;
    lane.bytes -= queued.bytes;
    lane.rows -= queued.batch.length;
    return true;
  }

  #close(tenant: string, lane: Lane): void {
    lane.cancelLinger?.();
    this.#ready.delete(lane);
    this.#lanes.delete(tenant);
  }
}
