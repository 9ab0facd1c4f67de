import { exposedMetrics, goldenMetrics } from '@spoor/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { service } from '../src/index.ts';
import { startedCollector } from './support/started-collector.ts';

/** By runService, not by the composition. */
const ELSEWHERE: ReadonlySet<string> = new Set([service.buildInfoMetric]);
const GOLDEN = goldenMetrics('jaeger-collector-1.76').filter(({ name }) => !ELSEWHERE.has(name));

/** Their values depend on the requests that were sent. */
const BY_REQUEST: ReadonlySet<string> = new Set(['jaeger_collector_http_request_duration']);

describe('the metrics of jaeger-collector 1.76', async () => {
  const { metrics, stop } = await startedCollector([
    '--downsampling.ratio=0.5',
    '--collector.zipkin.host-port=127.0.0.1:0',
  ]);
  afterAll(stop);
  const exposed = exposedMetrics(await metrics.render());

  test.each(GOLDEN)('$name is a $type with the same labels', ({ name, type, labels }) => {
    expect(exposed.get(name)?.type).toBe(type);
    const seen = exposed.get(name)?.labels ?? new Map<string, ReadonlySet<string>>();
    expect([...seen.keys()].sort()).toEqual(Object.keys(labels).sort());
    if (BY_REQUEST.has(name)) return;
    for (const [label, values] of Object.entries(labels)) {
      if (values !== null) expect([label, [...(seen.get(label) ?? [])].sort()]).toEqual([label, [...values].sort()]);
    }
  });
});
