// The agent as data flow: UDP, where packets gather -> tags -> requests -> backlog -> collector; and sampling strategies
// the other way.
import { type Deps, type SpanSink, systemTimers, writeTo } from '@spoor/core';
import { type ConfigsOf, type GrpcClient, grpcClient, type Stage, tagList } from '@spoor/kit';
import { samplingHttp, udpThrift } from '@spoor/receivers';
import { withResourceTags } from '@spoor/wire';
import { ClientStats } from './client-stats.ts';
import { closing } from './closing.ts';
import type { AgentSpecs } from './config.ts';
import { meterConnection } from './connection-metrics.ts';
import { LossLog } from './reporter/loss-log.ts';
import { postSpans } from './reporter/post-spans.ts';
import { QuietLog } from './reporter/quiet-log.ts';
import { Reporter, type ReporterDeps } from './reporter/reporter.ts';
import { collectorTargets, REPORTER_FLAGS, type ReporterConfig } from './reporter/reporter-config.ts';
import { ReporterMetrics } from './reporter/reporter-metrics.ts';
import { Spooler } from './reporter/spooler.ts';
import { CollectorSampling } from './sampling/collector-sampling.ts';
import { Spool } from './spool/spool.ts';

/** A collector that is back is found while the backlog still has room. */
const LONGEST_RECONNECT_MS = 2_000;

export function composeAgent(configs: ConfigsOf<AgentSpecs>, deps: Deps): readonly Stage[] {
  const { reporter: config } = configs;
  const { clock, logger } = deps;
  const client = grpcClient({
    targets: collectorTargets(config),
    tls: config,
    flagPrefix: REPORTER_FLAGS,
    logger,
    clock,
    longestReconnectMs: LONGEST_RECONNECT_MS,
  });
  meterConnection(client, deps.metrics);
  const metadata: Readonly<Record<string, string>> =
    config.tenant === '' ? {} : { [config.tenantHeader]: config.tenant };
  const reporter = openReporter(config, metadata, client, deps);
  client.onConnection((isConnected) => {
    if (isConnected) reporter.connected();
  });
  const stats = new ClientStats({ ...deps, timers: systemTimers });
  const sink = tagged(
    tagList(configs.agent.tags),
    writeTo(reporter, () => undefined),
  );
  const udp = udpThrift(configs.udp, sink, { ...deps, format: null, onMessage: (message) => stats.add(message) });
  const { timeoutMs } = config;
  const sampling = new CollectorSampling({ ...deps, client, timers: systemTimers, timeoutMs, metadata });
  return [
    closing('collector-connection', () => client.close()),
    reporter,
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
  const log = new QuietLog(deps);
  const metrics = new ReporterMetrics(deps.metrics);
  const losses = new LossLog({ ...deps, metrics });
  const retries = { maxAttempts: config.retryMax, timeoutMs: config.timeoutMs, metadata };
  const reporter = new Reporter(config.backlogMaxBytes, {
    post: postSpans(retries, { client, timers: systemTimers, random: Math.random }),
    spooler: spoolerOf(config, losses, log, deps),
    metrics,
    losses,
    timers: systemTimers,
    log,
  });
  const gauge = (name: string, help: string, read: () => number): void =>
    deps.metrics.gaugeFrom(`spoor_agent_backlog_${name}`, help, read);
  gauge('bytes', 'Bytes in memory that wait for a collector', () => reporter.backlogBytes);
  gauge('spans', 'Spans in memory that wait for a collector', () => reporter.backlogSpans);
  return reporter;
}

function spoolerOf(
  { spoolDirectory, spoolMaxBytes }: ReporterConfig,
  losses: LossLog,
  log: QuietLog,
  { clock, metrics }: Deps,
): ReporterDeps['spooler'] {
  if (spoolDirectory === '') return null;
  const spool = new Spool({ directory: spoolDirectory, maxBytes: spoolMaxBytes });
  return (onFailed) => new Spooler(spool, { losses, metrics, log, clock, onFailed });
}

function tagged(tags: ReadonlyMap<string, string>, next: SpanSink): SpanSink {
  if (tags.size === 0) return next;
  return { consume: (batch, call) => next.consume(withResourceTags(batch, tags, 'none'), call) };
}
