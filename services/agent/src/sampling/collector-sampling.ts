// Sampling strategies from the collector, kept for as long as it is away: a client that starts meanwhile still learns
// how to sample.
import { asTracingError, type Clock, type Metrics, type SamplingAnswer, type SamplingProvider } from '@spoor/core';
import type { GrpcClient } from '@spoor/kit';
import { decodeSamplingStrategy, samplingAnswer, samplingRequest } from '@spoor/wire';

const GET_STRATEGY = '/jaeger.api_v2.SamplingManager/GetSamplingStrategy';
/** Clients ask every minute; many of one service need one answer from the collector. */
const FRESH_MS = 10_000;
/** Services are named by clients: beyond this the one asked for longest ago is forgotten. */
const MAX_SERVICES = 5_000;

interface Known {
  readonly answer: SamplingAnswer;
  readonly atMs: number;
}

export interface CollectorSamplingDeps {
  readonly client: GrpcClient;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly timeoutMs: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export function collectorSampling(deps: CollectorSamplingDeps): SamplingProvider {
  const { client, clock, metrics, timeoutMs, metadata } = deps;
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<SamplingAnswer>>();
  const proxied = (endpoint: string, result: string): { value: number } =>
    metrics.counter('jaeger_agent_collector_proxy_total', 'Questions passed on to a collector', {
      endpoint,
      protocol: 'grpc',
      result,
    });
  const [ok, err] = [proxied('sampling', 'ok'), proxied('sampling', 'err')];
  for (const result of ['ok', 'err']) proxied('baggage', result); // there for dashboards; no collector answers those

  const ask = async (service: string): Promise<SamplingAnswer> => {
    try {
      const bytes = await client.unary(GET_STRATEGY, samplingRequest(service), { deadlineMs: timeoutMs, metadata });
      const answer = samplingAnswer(decodeSamplingStrategy(bytes));
      ok.value++;
      known.delete(service);
      known.set(service, { answer, atMs: clock.monotonicMs() });
      for (const oldest of known.keys()) {
        if (known.size <= MAX_SERVICES) break;
        known.delete(oldest);
      }
      return answer;
    } catch (thrown) {
      err.value++;
      const last = known.get(service);
      if (last !== undefined) return last.answer;
      throw asTracingError(thrown);
    } finally {
      asking.delete(service);
    }
  };

  return {
    strategy(service) {
      const last = known.get(service);
      if (last !== undefined && clock.monotonicMs() - last.atMs < FRESH_MS) return last.answer;
      let answer = asking.get(service);
      if (answer === undefined) {
        answer = ask(service);
        asking.set(service, answer);
      }
      // Who has an answer gives it at once and renews it behind the client's back while the collector is away.
      if (last === undefined || client.connected) return answer;
      answer.catch(() => undefined);
      return last.answer;
    },
  };
}
