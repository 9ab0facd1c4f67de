import { expect, test } from 'vitest';
import { testDeps } from '../src/test-deps.ts';

test('what is logged can be asked for, and nothing is printed', () => {
  const deps = testDeps();
  deps.logger.warn('disk is slow', { ms: 7 });
  deps.logger.info('ready');
  expect(deps.logged).toEqual([
    { level: 'warn', message: 'disk is slow', fields: { ms: 7 } },
    { level: 'info', message: 'ready', fields: {} },
  ]);
});

test('the same name and labels give the same cell', () => {
  const { metrics, metric } = testDeps();
  metrics.counter('spans_total', 'help', { a: '1', b: '2' }).value += 2;
  metrics.counter('spans_total', 'help', { b: '2', a: '1' }).value += 3;
  metrics.counter('spans_total', 'help').value = 9;
  expect(metric('spans_total', { a: '1', b: '2' })).toBe(5);
  expect(metric('spans_total')).toBe(9);
});

test('a gauge that is read at scrape time is read when asked', () => {
  const { metrics, metric } = testDeps();
  let level = 1;
  metrics.gaugeFrom('level', 'help', () => level);
  level = 4;
  expect(metric('level')).toBe(4);
});

test('a histogram counts its observations', () => {
  const { metrics, metric } = testDeps();
  metrics.histogram('seconds', 'help').observe(0.1);
  metrics.histogram('seconds', 'help').observe(3);
  expect(metric('seconds')).toBe(2);
});

test('a metric that nobody registered is an error that names what there is', () => {
  const deps = testDeps();
  deps.metrics.gauge('there', 'help');
  expect(() => deps.metric('not_there')).toThrow('there are there');
});

test('each has its own table of names', () => {
  expect(testDeps().names).not.toBe(testDeps().names);
});
