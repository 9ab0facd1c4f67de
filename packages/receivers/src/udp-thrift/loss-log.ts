// Packets that one port lost, for the operator. A sender that does something wrong does it with every packet, so
// lines are limited in rate, each cause by itself.
import type { Clock, Logger } from '@spoor/core';
import type { DropCause } from './udp-metrics.ts';

const LINE_EVERY_MS = 10_000;

interface Losses {
  packets: number;
  spans: number;
  lastMs: number;
}

export class LossLog {
  readonly #flag: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #losses = new Map<DropCause, Losses>();

  /** `flag` names the port. */
  constructor(flag: string, deps: { readonly logger: Logger; readonly clock: Clock }) {
    this.#flag = flag;
    this.#logger = deps.logger;
    this.#clock = deps.clock;
  }

  /** `spans` 0 = unknown; `reason` of this loss stands for all that are not logged. */
  add(cause: DropCause, packets: number, spans: number, reason: string): void {
    const nowMs = this.#clock.monotonicMs();
    const losses = this.#losses.get(cause) ?? { packets: 0, spans: 0, lastMs: Number.NEGATIVE_INFINITY };
    this.#losses.set(cause, losses);
    losses.packets += packets;
    losses.spans += spans;
    if (nowMs - losses.lastMs < LINE_EVERY_MS) return;
    const fields = { flag: this.#flag, cause, packets: losses.packets, spans: losses.spans, reason };
    this.#logger.warn('UDP packets lost', fields);
    losses.packets = 0;
    losses.spans = 0;
    losses.lastMs = nowMs;
  }
}
