import { testDeps } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { LossLog } from '../../src/reporter/loss-log.ts';
import { ReporterMetrics } from '../../src/reporter/reporter-metrics.ts';

function setUp() {
  const deps = testDeps();
  const losses = new LossLog({ ...deps, metrics: new ReporterMetrics(deps.metrics) });
  const lines = () => deps.logged.map(({ fields: { cause, spans, reason } }) => [cause, spans, reason]);
  return { deps, losses, lines };
}

test('each cause is told once in ten seconds, with the sum and the latest reason', () => {
  const { deps, losses, lines } = setUp();
  losses.add({ format: 'jaeger', spans: 3 }, 'refused', 'first');
  losses.add({ format: 'zipkin', spans: 4 }, 'refused', 'second');
  losses.add({ format: 'jaeger', spans: 5 }, 'backlog-full', 'full');
  deps.clock.advance(9_999);
  losses.add({ format: 'jaeger', spans: 6 }, 'refused', 'third');
  expect(lines()).toEqual([
    ['refused', 3, 'first'],
    ['backlog-full', 5, 'full'],
  ]);
  deps.clock.advance(1);
  losses.add({ format: 'jaeger', spans: 7 }, 'refused', 'fourth');
  expect(lines().slice(2)).toEqual([['refused', 4 + 6 + 7, 'fourth']]);
});

test('the end tells what no line told yet, and nothing twice', () => {
  const { losses, lines } = setUp();
  losses.add({ format: 'jaeger', spans: 1 }, 'shutdown', 'late');
  losses.add({ format: 'jaeger', spans: 2 }, 'shutdown', 'late');
  losses.end();
  losses.end();
  expect(lines().map(([, spans]) => spans)).toEqual([1, 2]);
});

test('requests and spans are counted by format, spans by cause', () => {
  const { deps, losses } = setUp();
  losses.add({ format: 'jaeger', spans: 3 }, 'refused', '');
  losses.addSpans(2, 'jaeger', 'too-large', '');
  const labels = { format: 'jaeger', protocol: 'grpc' };
  expect([
    deps.metric('jaeger_agent_reporter_batches_failures_total', labels),
    deps.metric('jaeger_agent_reporter_spans_failures_total', labels),
    deps.metric('spoor_agent_spans_dropped_total', { cause: 'refused' }),
    deps.metric('spoor_agent_spans_dropped_total', { cause: 'too-large' }),
  ]).toEqual([1, 5, 3, 2]);
});
