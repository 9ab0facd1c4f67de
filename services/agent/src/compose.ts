// The agent as data flow: UDP -> tags -> joined -> requests -> backlog -> collector; and sampling strategies the other
// way.
import { Batcher, type BatcherOptions, type Deps, type SpanSink, systemTimers, writeTo } from '@spoor/core';
import { type ConfigsOf, type GrpcClient, grpcClient, type Stage, tagList } from '@spoor/kit';
import { samplingHttp, udpThrift } from '@spoor/receivers';
import { withResourceTags } from '@spoor/wire';
import { ClientStats } from './client-stats.ts';
import { closing } from './closing.ts';
import type { AgentSpecs } from './config.ts';
import { meterConnection } from './connection-metrics.ts';
import { postSpans } from './reporter/post-spans.ts';
import { Reporter } from './reporter/reporter.ts';
import { REPORTER_FLAGS, type ReporterConfig } from './reporter/reporter-config.ts';
import { ReporterMetrics } from './reporter/reporter-metrics.ts';
import { Spooler } from './reporter/spooler.ts';
import { collectorSampling } from './sampling/collector-sampling.ts';
import { Spool } from './spool/spool.ts';

/** A few packets of each client make one request; nobody looks at spans this young. */
const JOINED: BatcherOptions = {
  capacityBytes: 32 * 1024 * 1024,
  concurrency: 1,
  maxWriteBytes: 2 * 1024 * 1024,
  maxWriteRows: 10_000,
  maxDelayMs: 100,
  retryAfterMs: 1_000,
};

export function composeAgent(configs: ConfigsOf<AgentSpecs>, deps: Deps): readonly Stage[] {
  const { reporter: config } = configs;
  const client = grpcClient({ targets: config.hostPort, tls: config, flagPrefix: REPORTER_FLAGS, logger: deps.logger });
  meterConnection(client, deps.metrics);
  const metadata: Readonly<Record<string, string>> =
    config.tenant === '' ? {} : { [config.tenantHeader]: config.tenant };
  const reporter = openReporter(config, metadata, client, deps);
  client.onConnection((isConnected) => {
    if (isConnected) reporter.connected();
  });
  const joined = new Batcher(reporter, JOINED, systemTimers);
  const stats = new ClientStats({ ...deps, timers: systemTimers });
  const sink = tagged(
    tagList(configs.agent.tags),
    writeTo(joined, () => undefined),
  );
  const udp = udpThrift(configs.udp, sink, { ...deps, format: null, onMessage: (message) => stats.add(message) });
  const sampling = collectorSampling({ ...deps, client, timeoutMs: config.timeoutMs, metadata });
  return [
    closing('collector-connection', () => client.close()),
    reporter,
    joined,
    closing('client-stats', () => stats.stop()),
    [udp, samplingHttp(configs.samplingHttp, sampling, deps)],
  ];
}

function openReporter(
  config: ReporterConfig,
  metadata: Readonly<Record<string, string>>,
  client: GrpcClient,
  deps: Deps,
): Reporter {
  const { clock, logger } = deps;
  const metrics = new ReporterMetrics(deps.metrics);
  const post = postSpans(
    { maxAttempts: config.retryMax, timeoutMs: config.timeoutMs, metadata },
    { client, timers: systemTimers, random: Math.random },
  );
  const spooler =
    config.spoolDirectory === ''
      ? null
      : new Spooler(new Spool({ directory: config.spoolDirectory, maxBytes: config.spoolMaxBytes }), {
          metrics,
          logger,
          clock,
        });
  const reporter = new Reporter(
    { backlogBytes: config.backlogMaxBytes },
    { post, spooler, metrics, timers: systemTimers, logger },
  );
  const gauge = (name: string, help: string, read: () => number): void =>
    deps.metrics.gaugeFrom(`spoor_agent_${name}`, help, read);
  gauge('backlog_bytes', 'Bytes in memory that wait for a collector', () => reporter.backlogBytes);
  gauge('backlog_spans', 'Spans in memory that wait for a collector', () => reporter.backlogSpans);
  gauge('spool_bytes', 'Bytes on disk that wait for a collector', () => spooler?.bytes ?? 0);
  return reporter;
}

function tagged(tags: ReadonlyMap<string, string>, next: SpanSink): SpanSink {
  if (tags.size === 0) return next;
  return { consume: (batch, call) => next.consume(withResourceTags(batch, tags, { skipEqual: false }), call) };
}
