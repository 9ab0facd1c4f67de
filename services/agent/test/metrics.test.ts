import { goldenMetrics } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { service } from '../src/index.ts';
import { startAgent } from './support/started-agent.ts';

/** By runService, not by the composition. */
const ELSEWHERE: ReadonlySet<string> = new Set([service.buildInfoMetric]);
const GOLDEN = goldenMetrics('jaeger-agent-1.62').filter(({ name }) => !ELSEWHERE.has(name));

/** Label values by label, of every series of `name`. */
function labelsIn(exposition: string, name: string): Record<string, readonly string[]> {
  const labels: Record<string, Set<string>> = {};
  for (const line of exposition.split('\n')) {
    const [, sample, pairs = ''] = /^([a-zA-Z_:]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (sample?.replace(/_(bucket|sum|count)$/, '') !== name && sample !== name) continue;
    for (const [, label = '', value = ''] of pairs.matchAll(/(\w+)="([^"]*)"/g)) {
      if (label === 'le') continue;
      const known = labels[label] ?? new Set();
      labels[label] = known.add(value);
    }
  }
  return Object.fromEntries(Object.entries(labels).map(([label, values]) => [label, [...values].sort()]));
}

test('every metric of jaeger-agent 1.62 is there from the start, with its type and labels', async () => {
  const { metrics } = await startAgent('127.0.0.1:1');
  const exposition = await metrics.render();
  expect(GOLDEN.length).toBeGreaterThan(20);
  for (const { name, type, labels } of GOLDEN) {
    expect(exposition).toContain(`# TYPE ${name} ${type}\n`);
    const sorted = Object.entries(labels).map(([label, values]) => [label, [...(values ?? [])].sort()]);
    expect([name, labelsIn(exposition, name)]).toEqual([name, Object.fromEntries(sorted)]);
  }
});
