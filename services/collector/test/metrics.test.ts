import { goldenMetrics } from '@spoor/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { service } from '../src/index.ts';
import { startedCollector } from './support/started-collector.ts';

/** By runService, not by the composition. */
const ELSEWHERE: ReadonlySet<string> = new Set([service.buildInfoMetric]);
const GOLDEN = goldenMetrics('jaeger-collector-1.76').filter(({ name }) => !ELSEWHERE.has(name));

interface Exposed {
  readonly types: ReadonlyMap<string, string>;
  /** Label values by metric, then by label. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

function parse(exposition: string): Exposed {
  const types = new Map<string, string>();
  const labels = new Map<string, Map<string, Set<string>>>();
  for (const line of exposition.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) types.set(typed, type);
    const [, sample, pairs = ''] = /^([a-zA-Z_:]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (sample === undefined) continue;
    const name = types.has(sample) ? sample : sample.replace(/_(bucket|sum|count)$/, '');
    const known = labels.get(name) ?? new Map<string, Set<string>>();
    labels.set(name, known);
    for (const [, label, value] of pairs.matchAll(/(\w+)="([^"]*)"/g)) {
      if (label === undefined || value === undefined || label === 'le') continue;
      known.set(label, (known.get(label) ?? new Set()).add(value));
    }
  }
  return { types, labels };
}

/** Their values depend on the requests that were sent. */
const BY_REQUEST: ReadonlySet<string> = new Set(['jaeger_collector_http_request_duration']);

describe('the metrics of jaeger-collector 1.76', async () => {
  const { metrics, stop } = await startedCollector([
    '--downsampling.ratio=0.5',
    '--collector.zipkin.host-port=127.0.0.1:0',
  ]);
  afterAll(stop);
  const exposed = parse(await metrics.render());

  test.each(GOLDEN)('$name is a $type with the same labels', ({ name, type, labels }) => {
    expect(exposed.types.get(name)).toBe(type);
    const seen = exposed.labels.get(name) ?? new Map<string, ReadonlySet<string>>();
    expect([...seen.keys()].sort()).toEqual(Object.keys(labels).sort());
    if (BY_REQUEST.has(name)) return;
    for (const [label, values] of Object.entries(labels)) {
      if (values !== null) expect([label, [...(seen.get(label) ?? [])].sort()]).toEqual([label, [...values].sort()]);
    }
  });
});
