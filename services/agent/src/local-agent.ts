// The agent inside the all-in-one: the same ports, and function calls where the agent beside an application has gRPC.
import {
  asTracingError,
  type Component,
  type Deps,
  type SamplingProvider,
  type SpanSink,
  systemTimers,
} from '@spoor/core';
import type { ConfigsOf, Tenancy } from '@spoor/kit';
import { samplingHttp, udpThrift } from '@spoor/receivers';
import { ClientStats } from './client-stats.ts';
import { closing } from './closing.ts';
import type { AgentSpecs } from './config.ts';
import { ReporterMetrics } from './reporter/reporter-metrics.ts';
import { splitByFormat } from './reporter/split-by-format.ts';

/** `@jaeger@format` of what an agent sends to a collector. */
const FORMAT = 'proto';

export interface LocalAgentDeps extends Deps {
  readonly tenancy: Tenancy;
  readonly sampling: SamplingProvider;
}

/** `collector` is where the spans go; `tenant` whose they are, '' = nobody's. All parts may start and stop at once. */
export function composeLocalAgent(
  configs: Pick<ConfigsOf<AgentSpecs>, 'udp' | 'samplingHttp'>,
  tenant: string,
  collector: SpanSink,
  deps: LocalAgentDeps,
): readonly Component[] {
  const stats = new ClientStats({ ...deps, timers: systemTimers });
  meterConnection(deps);
  const sink = reported(withTenant(tenant, deps.tenancy, collector), new ReporterMetrics(deps.metrics));
  return [
    udpThrift(configs.udp, sink, { ...deps, format: FORMAT, onMessage: (message) => stats.add(message) }),
    samplingHttp(configs.samplingHttp, deps.sampling, deps),
    closing('client-stats', () => stats.stop()),
  ];
}

/** What a collector with multi-tenancy would say of a request without a tenant, this one says too. */
function withTenant(tenant: string, tenancy: Tenancy, next: SpanSink): SpanSink {
  if (tenancy.header === null) return next;
  const sent = tenant === '' ? [] : [tenant];
  return { consume: async (batch, call) => next.consume(batch, { ...call, tenant: tenancy.tenantOf(sent) }) };
}

/** Counted as requests, so that dashboards of agents show the all-in-one too. */
function reported(next: SpanSink, metrics: ReporterMetrics): SpanSink {
  return {
    async consume(batch, call): Promise<void> {
      const parts = splitByFormat(batch);
      try {
        await next.consume(batch, call);
      } catch (thrown) {
        for (const { rows, format } of parts) metrics.lost({ format, spans: rows.length }, 'refused');
        throw asTracingError(thrown);
      }
      for (const { rows, format } of parts) metrics.sent({ format, spans: rows.length });
    },
  };
}

/** Always connected, never anew; no collector is asked for strategies, but the series are there. */
function meterConnection({ metrics }: Deps): void {
  const labels = { protocol: 'grpc' };
  const name = 'jaeger_agent_connection_status_collector';
  metrics.gaugeFrom(`${name}_connected`, '1 while a collector is connected, else 0', () => 1, labels);
  metrics.counter(`${name}_reconnects_total`, 'Times that a collector was connected anew', labels);
}
