import { testDeps } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { LossLog } from '../src/loss-log.ts';

test('every lost span is counted; the log says so once in ten seconds, with the sum', () => {
  const deps = testDeps();
  const losses = new LossLog(deps, 'h1');
  const lines = () => deps.logged.map(({ fields: { spans, reason } }) => [spans, reason]);
  losses.lost(3, 'too long');
  losses.lost(4, 'down');
  deps.clock.advance(9_999);
  losses.lost(5, 'down');
  expect(lines()).toEqual([[3, 'too long']]);
  deps.clock.advance(1);
  losses.lost(6, 'torn');
  expect(lines()).toEqual([
    [3, 'too long'],
    [4 + 5 + 6, 'torn'],
  ]);
  expect(deps.metric('jaeger_collector_spans_dropped_total', { host: 'h1' })).toBe(18);
});
