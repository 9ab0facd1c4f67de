// What clients say of themselves in each batch: how many they sent, and what they lost before it ever reached an agent.
// A client is known by the tag client-uuid of its process, batches by their numbers.
import type { Cell, Clock, Metrics, Timers } from '@spoor/core';
import type { AgentMessage } from '@spoor/wire';

const SWEEP_EVERY_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
/** Clients choose their ids: beyond this the one that was silent longest is forgotten early. */
const MAX_CLIENTS = 10_000;

interface Client {
  lastSeenMs: number;
  lastSeqNo: number;
  fullQueue: number;
  tooLarge: number;
  sendFailure: number;
}

export interface ClientStatsDeps {
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly timers: Timers;
}

export class ClientStats {
  readonly #deps: ClientStatsDeps;
  /** In the order of last being seen. */
  readonly #clients = new Map<string, Client>();
  readonly #received: Cell;
  readonly #sent: Cell;
  readonly #connected: Cell;
  readonly #fullQueue: Cell;
  readonly #tooLarge: Cell;
  readonly #sendFailure: Cell;
  #cancelSweep: (() => void) | null = null;

  constructor(deps: ClientStatsDeps) {
    const { metrics } = deps;
    const name = (rest: string): string => `jaeger_agent_client_stats_${rest}`;
    const dropped = (cause: string): Cell =>
      metrics.counter(name('spans_dropped_total'), 'Spans that clients say they lost', { cause });
    this.#deps = deps;
    this.#received = metrics.counter(name('batches_received_total'), 'Batches of clients that number them');
    this.#sent = metrics.counter(name('batches_sent_total'), 'Batches that these clients say they sent');
    this.#connected = metrics.gauge(name('connected_clients'), 'Such clients heard of within the hour');
    this.#fullQueue = dropped('full-queue');
    this.#tooLarge = dropped('too-large');
    this.#sendFailure = dropped('send-failure');
  }

  /** A batch without a number or a client is not counted. */
  add({ clientUuid, seqNo, ...stats }: AgentMessage): void {
    if (clientUuid === '' || seqNo === null) return;
    this.#received.value++;
    this.#cancelSweep ??= this.#deps.timers.after(SWEEP_EVERY_MS, () => this.#sweep());
    const known = this.#clients.get(clientUuid);
    const client = known ?? { lastSeenMs: 0, lastSeqNo: 0, fullQueue: 0, tooLarge: 0, sendFailure: 0 };
    this.#clients.delete(clientUuid);
    this.#clients.set(clientUuid, client);
    client.lastSeenMs = this.#deps.clock.monotonicMs();
    if (known !== undefined && seqNo <= client.lastSeqNo) return; // late, or another batch of the same number
    if (known !== undefined) this.#count(client, seqNo, stats);
    else this.#forgetBeyond(MAX_CLIENTS);
    client.lastSeqNo = seqNo;
    // A batch without them has 0, which is not what was lost so far.
    client.fullQueue = Math.max(client.fullQueue, stats.fullQueueDroppedSpans);
    client.tooLarge = Math.max(client.tooLarge, stats.tooLargeDroppedSpans);
    client.sendFailure = Math.max(client.sendFailure, stats.failedToEmitSpans);
  }

  stop(): void {
    this.#cancelSweep?.();
  }

  /** What is new since the batch before; a client's own counters never fall. */
  #count(client: Client, seqNo: number, stats: Omit<AgentMessage, 'clientUuid' | 'seqNo'>): void {
    this.#sent.value += seqNo - client.lastSeqNo;
    this.#fullQueue.value += Math.max(0, stats.fullQueueDroppedSpans - client.fullQueue);
    this.#tooLarge.value += Math.max(0, stats.tooLargeDroppedSpans - client.tooLarge);
    this.#sendFailure.value += Math.max(0, stats.failedToEmitSpans - client.sendFailure);
  }

  #sweep(): void {
    const oldestMs = this.#deps.clock.monotonicMs() - FORGET_AFTER_MS;
    for (const [id, { lastSeenMs }] of this.#clients) {
      if (lastSeenMs >= oldestMs) break;
      this.#clients.delete(id);
    }
    this.#connected.value = this.#clients.size;
    this.#cancelSweep = this.#deps.timers.after(SWEEP_EVERY_MS, () => this.#sweep());
  }

  #forgetBeyond(limit: number): void {
    for (const id of this.#clients.keys()) {
      if (this.#clients.size <= limit) return;
      this.#clients.delete(id);
    }
  }
}
