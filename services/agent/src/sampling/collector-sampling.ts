// Sampling strategies from the collector, kept for as long as it is away: a client that starts meanwhile still learns
// how to sample. Who has an answer never waits long for a newer one.
import {
  asTracingError,
  type Cell,
  type Clock,
  type Metrics,
  type SamplingAnswer,
  type SamplingProvider,
  type Timers,
  TracingError,
} from '@spoor/core';
import type { GrpcClient } from '@spoor/kit';
import { decodeSamplingStrategy, samplingAnswer, samplingRequest } from '@spoor/wire';

const GET_STRATEGY = '/jaeger.api_v2.SamplingManager/GetSamplingStrategy';
/** Clients ask every minute; many of one service need one answer from the collector. */
const FRESH_MS = 10_000;
/** How long a client waits for the collector when there is an older answer. */
const PATIENCE_MS = 500;
/** Services are named by clients: beyond these bounds the one that was asked for longest ago is forgotten. */
const MAX_SERVICES = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** Questions on their way at once. */
const MAX_ASKING = 1_000;

interface Known {
  readonly answer: SamplingAnswer;
  readonly atMs: number;
}

export interface CollectorSamplingDeps {
  readonly client: Pick<GrpcClient, 'unary' | 'connected'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly timeoutMs: number;
  /** Sent with every question, e.g. the tenant. */
  readonly metadata: Readonly<Record<string, string>>;
}

export class CollectorSampling implements SamplingProvider {
  readonly #deps: CollectorSamplingDeps;
  readonly #ok: Cell;
  readonly #err: Cell;
  /** In the order of their answers. */
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<SamplingAnswer>>();
  #knownBytes = 0;

  constructor(deps: CollectorSamplingDeps) {
    this.#deps = deps;
    const proxied = (endpoint: string, result: string): Cell => {
      const labels = { endpoint, result, protocol: 'grpc' };
      return deps.metrics.counter('jaeger_agent_collector_proxy_total', 'Questions passed on to a collector', labels);
    };
    this.#ok = proxied('sampling', 'ok');
    this.#err = proxied('sampling', 'err');
    for (const result of ['ok', 'err']) proxied('baggage', result); // there for dashboards: nothing asks for baggage
  }

  /** Throws what the collector said where there is no older answer. */
  strategy(service: string): SamplingAnswer | Promise<SamplingAnswer> {
    const known = this.#known.get(service);
    if (known === undefined) return this.#ask(service);
    const { clock, client, timers } = this.#deps;
    if (clock.monotonicMs() - known.atMs < FRESH_MS) return known.answer;
    const newer = this.#ask(service).catch(() => known.answer);
    if (!client.connected) return known.answer;
    return new Promise((resolve) => {
      const cancel = timers.after(PATIENCE_MS, () => resolve(known.answer));
      void newer.then((answer) => {
        cancel();
        resolve(answer);
      });
    });
  }

  /** All who ask for the same service at the same time share one question. */
  #ask(service: string): Promise<SamplingAnswer> {
    const asked = this.#asking.get(service);
    if (asked !== undefined) return asked;
    if (this.#asking.size >= MAX_ASKING) {
      return Promise.reject(new TracingError('OVER_CAPACITY', `${MAX_ASKING} services wait for the collector`));
    }
    const answer = this.#fetch(service).finally(() => this.#asking.delete(service));
    this.#asking.set(service, answer);
    return answer;
  }

  async #fetch(service: string): Promise<SamplingAnswer> {
    const { client, timeoutMs, metadata } = this.#deps;
    try {
      const bytes = await client.unary(GET_STRATEGY, samplingRequest(service), { deadlineMs: timeoutMs, metadata });
      const answer = samplingAnswer(decodeSamplingStrategy(bytes));
      this.#ok.value++;
      this.#remember(service, answer);
      return answer;
    } catch (thrown) {
      this.#err.value++;
      throw asTracingError(thrown);
    }
  }

  #remember(service: string, answer: SamplingAnswer): void {
    this.#forget(service);
    this.#known.set(service, { answer, atMs: this.#deps.clock.monotonicMs() });
    this.#knownBytes += heldBytes(service, answer);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_SERVICES && this.#knownBytes <= MAX_BYTES) return;
      this.#forget(oldest);
    }
  }

  #forget(service: string): void {
    const known = this.#known.get(service);
    if (known === undefined) return;
    this.#known.delete(service);
    this.#knownBytes -= heldBytes(service, known.answer);
  }
}

function heldBytes(service: string, { proto, json, legacyJson }: SamplingAnswer): number {
  return 2 * service.length + proto.length + json.length + (legacyJson?.length ?? 0);
}
