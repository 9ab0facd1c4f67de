import { ComponentGraph, commonConfig, createMetrics, loadConfig } from '@spoor/kit';
import { exposedMetrics, goldenMetrics, testDeps } from '@spoor/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { service } from '../src/service.ts';

/** By runService, not by the composition. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  service.buildInfoMetric,
  'jaeger_collector_build_info',
  'jaeger_agent_build_info',
]);
const BINARIES = ['jaeger-all-in-one-1.76', 'jaeger-collector-1.76', 'jaeger-agent-1.62'] as const;

const TCP = [
  'collector.otlp.grpc',
  'collector.otlp.http',
  'collector.grpc-server',
  'collector.http-server',
  'collector.zipkin',
  'collector.sampling.grpc',
  'http-server',
  'query.http-server',
].map((prefix) => `--${prefix}.host-port=127.0.0.1:0`);
const UDP = ['zipkin-compact', 'jaeger-compact', 'jaeger-binary'].map(
  (port) => `--processor.${port}.server-host-port=127.0.0.1:0`,
);

describe('what the binaries of Jaeger expose, the all-in-one does', async () => {
  const specs = { ...service.specs, common: commonConfig(service.common) };
  const { configs } = await loadConfig(specs, { args: [...TCP, ...UDP, '--downsampling.ratio=0.5'], env: {} });
  const { logger, clock, names } = testDeps();
  const metrics = createMetrics();
  const stages = service.compose(configs, { logger, clock, names, metrics }, configs.common);
  const graph = new ComponentGraph(stages, logger, clock);
  await graph.start(1000);
  afterAll(() => graph.stop(1000));
  const exposed = exposedMetrics(await metrics.render());

  describe.each(BINARIES)('%s', (binary) => {
    /** No collector is asked for strategies: they are in the same process. */
    const golden = goldenMetrics(binary).filter(
      ({ name }) => !ELSEWHERE.has(name) && name !== 'jaeger_agent_collector_proxy_total',
    );

    test.each(golden)('$name is a $type with the same labels', ({ name, type, labels }) => {
      const seen = Object.keys(Object.fromEntries(exposed.get(name)?.labels ?? []));
      expect([exposed.get(name)?.type, seen.sort()]).toEqual([type, Object.keys(labels).sort()]);
    });
  });
});
