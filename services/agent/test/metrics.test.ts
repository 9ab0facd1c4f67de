import { exposedMetrics, goldenMetrics } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { service } from '../src/index.ts';
import { startAgent } from './support/started-agent.ts';

/** By runService, not by the composition. */
const ELSEWHERE: ReadonlySet<string> = new Set([service.buildInfoMetric]);
const GOLDEN = goldenMetrics('jaeger-agent-1.62').filter(({ name }) => !ELSEWHERE.has(name));

test('every metric of jaeger-agent 1.62 is there from the start, with its type and labels', async () => {
  const { metrics } = await startAgent('127.0.0.1:1');
  const exposed = exposedMetrics(await metrics.render());
  expect(GOLDEN.length).toBeGreaterThan(20);
  for (const { name, type, labels } of GOLDEN) {
    const wanted = Object.entries(labels).map(([label, values]) => [label, [...(values ?? [])].sort()]);
    const seen = Array.from(exposed.get(name)?.labels ?? [], ([label, values]) => [label, [...values].sort()]);
    expect([name, exposed.get(name)?.type, Object.fromEntries(seen)]).toEqual([name, type, Object.fromEntries(wanted)]);
  }
});
