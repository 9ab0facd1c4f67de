// From the packets of one port to batches. Packets are kept as they are for some milliseconds, then transcoded in
// one go and handed to the sink as one batch: one by one, each would find the caches of the processor cold and pay
// for a batch of its own. Nobody waits for an answer, so losses are counted, never thrown.
import {
  asTracingError,
  type Call,
  heldBytes,
  type SpanBatch,
  type SpanSink,
  type Timers,
  TracingError,
} from '@spoor/core';
import type { AgentMessage, AgentTranscoder } from '@spoor/wire';
import type { LossLog } from './loss-log.ts';
import type { DropCause, PortMetrics } from './udp-metrics.ts';

/** From the first packet. */
const FLUSH_AFTER_MS = 200;
/** So much does not wait for that: some milliseconds of work. */
const FLUSH_BYTES = 1024 * 1024;
/** Beside the bytes of a packet, roughly. */
const PACKET_OVERHEAD_BYTES = 256;

export interface PacketLimits {
  readonly maxPacketBytes: number;
  /** Of packets that are pending and of spans that the sink has not taken yet. */
  readonly maxQueuedBytes: number;
}

export interface PacketIntakeDeps {
  readonly metrics: PortMetrics;
  readonly losses: LossLog;
  readonly timers: Timers;
  /** Hears of every packet that was understood. */
  readonly onMessage: (message: AgentMessage) => void;
}

export class PacketIntake {
  readonly #transcoder: AgentTranscoder;
  readonly #limits: PacketLimits;
  readonly #sink: SpanSink;
  readonly #deps: PacketIntakeDeps;
  readonly #abort = new AbortController();
  /** One for all batches: packets name no tenant and have no deadline. */
  readonly #call: Call = { signal: this.#abort.signal, tenant: '' };
  #receivedBytes = 0;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #inSinkPackets = 0;
  #inSinkBytes = 0;
  #cancelFlush: (() => void) | null = null;
  #onIdle: () => void = () => undefined;

  constructor(transcoder: AgentTranscoder, limits: PacketLimits, sink: SpanSink, deps: PacketIntakeDeps) {
    this.#transcoder = transcoder;
    this.#limits = limits;
    this.#sink = sink;
    this.#deps = deps;
  }

  /** Packets whose spans the sink has not taken yet. */
  get queuedPackets(): number {
    return this.#pending.length + this.#inSinkPackets;
  }

  /** Of all packets so far. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Takes ownership of `packet`. */
  add(packet: Uint8Array): void {
    const { metrics } = this.#deps;
    const { length } = packet;
    this.#receivedBytes += length;
    metrics.packetSize.value = length;
    if (this.#queuedBytes + length > this.#limits.maxQueuedBytes) {
      metrics.dropped.value++;
      this.#lose('queue-full', 1, 0, `${this.#queuedBytes} bytes wait for the next stage`);
      return;
    }
    metrics.processed.value++;
    if (length > this.#limits.maxPacketBytes) {
      metrics.handlerErrors.value++;
      this.#lose('too-large', 1, 0, `${length} bytes, the limit is ${this.#limits.maxPacketBytes}`);
    } else this.#keep(packet);
  }

  /** Resolves once the sink has taken or refused everything; what it has not by `deadlineMs` is refused. */
  async drain(deadlineMs: number): Promise<void> {
    this.#flush();
    if (this.#inSinkPackets === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.timers.after(deadlineMs, () => {
        this.#abort.abort(
          new TracingError('DEADLINE_EXCEEDED', `shut down: the spans were not taken within ${deadlineMs} ms`),
        );
        resolve();
      });
      this.#onIdle = () => {
        cancel();
        resolve();
      };
    });
  }

  get #queuedBytes(): number {
    return this.#pendingBytes + this.#inSinkBytes;
  }

  #keep(packet: Uint8Array): void {
    this.#pending.push(packet);
    this.#pendingBytes += packet.length + PACKET_OVERHEAD_BYTES;
    if (this.#pendingBytes >= FLUSH_BYTES) this.#flush();
    else this.#cancelFlush ??= this.#deps.timers.after(FLUSH_AFTER_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    const packets = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    let taken = 0;
    for (const packet of packets) taken += this.#transcode(packet);
    const batch = this.#transcoder.take();
    if (batch !== null) void this.#hand(batch, taken);
  }

  /** Answers 1 when the packet was good, else 0. */
  #transcode(packet: Uint8Array): number {
    try {
      this.#deps.onMessage(this.#transcoder.add(packet));
      return 1;
    } catch (thrown) {
      this.#deps.metrics.handlerErrors.value++;
      const { code, message } = asTracingError(thrown);
      this.#lose(code === 'PAYLOAD_TOO_LARGE' ? 'too-large' : 'malformed', 1, 0, message);
      return 0;
    }
  }

  async #hand(batch: SpanBatch, packets: number): Promise<void> {
    const bytes = heldBytes(batch);
    this.#inSinkPackets += packets;
    this.#inSinkBytes += bytes;
    try {
      await this.#sink.consume(batch, this.#call);
    } catch (thrown) {
      this.#deps.metrics.handlerErrors.value += packets;
      this.#lose('refused', packets, batch.length, asTracingError(thrown).message);
    }
    this.#inSinkPackets -= packets;
    this.#inSinkBytes -= bytes;
    if (this.#inSinkPackets === 0) this.#onIdle();
  }

  #lose(cause: DropCause, packets: number, spans: number, reason: string): void {
    this.#deps.metrics.drops[cause].value += packets;
    this.#deps.losses.add(cause, packets, spans, reason);
  }
}
