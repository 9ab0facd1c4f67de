import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellHistogram } from '../../src/metrics/cell-histogram.ts';
import { createMetrics } from '../../src/metrics/create-metrics.ts';
import { registerProcessMetrics } from '../../src/metrics/process-metrics.ts';

test('a counter and a gauge are rendered as they stand', async () => {
  const metrics = createMetrics();
  metrics.counter('spans_received_total', 'Spans.', { svc: 'a' }).value += 3;
  metrics.counter('spans_received_total', 'Spans.', { svc: 'b' }).value += 0.5;
  metrics.gauge('queue_length', 'Length.').value = -2;
  expect(await metrics.render()).toBe(
    [
      '# HELP spans_received_total Spans.',
      '# TYPE spans_received_total counter',
      'spans_received_total{svc="a"} 3',
      'spans_received_total{svc="b"} 0.5',
      '',
      '# HELP queue_length Length.',
      '# TYPE queue_length gauge',
      'queue_length -2',
      '',
    ].join('\n'),
  );
});

test('each scrape shows the values of its moment', async () => {
  const metrics = createMetrics();
  const cell = metrics.counter('a_total', 'A.');
  cell.value = 1;
  expect(await metrics.render()).toContain('\na_total 1\n');
  cell.value = 5;
  expect(await metrics.render()).toContain('\na_total 5\n');
});

test('the same name and labels, in any order, give the same cell', () => {
  const metrics = createMetrics();
  expect(metrics.counter('a', 'A.', { x: '1', y: '2' })).toBe(metrics.counter('a', 'A.', { y: '2', x: '1' }));
  expect(metrics.counter('a', 'A.', { x: '1' })).not.toBe(metrics.counter('a', 'A.', { x: '2' }));
  expect(metrics.histogram('h', 'H.')).toBe(metrics.histogram('h', 'H.'));
});

test('a name has one type', () => {
  const metrics = createMetrics();
  metrics.counter('a', 'A.');
  expect(() => metrics.gauge('a', 'A.')).toThrow('metric a is registered as counter and as gauge');
  expect(() => metrics.histogram('a', 'A.')).toThrow('metric a is registered as counter and as histogram');
});

test('read-at-scrape values are read at the scrape', async () => {
  const metrics = createMetrics();
  let reads = 0;
  metrics.gaugeFrom('live', 'Live.', () => ++reads, { of: 'x' });
  metrics.counterFrom('live_total', 'Live.', () => 7);
  expect(reads).toBe(0);
  expect(await metrics.render()).toContain('live{of="x"} 1\n');
  expect(await metrics.render()).toContain('# TYPE live_total counter\nlive_total 7\n');
  expect(reads).toBe(2);
});

test('label values are escaped', async () => {
  const metrics = createMetrics();
  metrics.gauge('g', 'G.', { path: 'a"b\\c\nd' }).value = 1;
  expect(await metrics.render()).toContain('g{path="a\\"b\\\\c\\nd"} 1');
});

test('two registries know nothing of each other', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.counter('a', 'A.').value = 1;
  two.counter('a', 'A.').value = 2;
  expect(await one.render()).toContain('\na 1\n');
  expect(await two.render()).toContain('\na 2\n');
});

describe('histograms', () => {
  test('are cumulative, with sum and count, in seconds', async () => {
    const metrics = createMetrics();
    const latency = metrics.histogram('latency', 'L.', { op: 'find' }, [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 3]) latency.observe(seconds);
    expect((await metrics.render()).split('\n')).toEqual([
      '# HELP latency L.',
      '# TYPE latency histogram',
      'latency_bucket{le="0.1",op="find"} 2',
      'latency_bucket{le="1",op="find"} 3',
      'latency_bucket{le="+Inf",op="find"} 4',
      'latency_sum{op="find"} 3.65',
      'latency_count{op="find"} 4',
      '',
    ]);
  });

  test('have Prometheus’ own buckets unless told otherwise', async () => {
    const metrics = createMetrics();
    metrics.histogram('latency', 'L.');
    const bounds = [...(await metrics.render()).matchAll(/le="([^"]+)"/g)].map((match) => match[1]);
    expect(bounds).toEqual(['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf']);
  });

  test('an observation is counted from the first bound that is not below it', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (values) => {
        const bounds = [0.5, 1, 10];
        const histogram = new CellHistogram(bounds);
        for (const value of values) histogram.observe(value);
        const want = [...bounds, Number.POSITIVE_INFINITY].map((le) => values.filter((value) => value <= le).length);
        expect(histogram.cumulative()).toEqual(want);
      }),
    );
  });
});

test('the process tells about itself', async () => {
  const metrics = createMetrics();
  const stop = registerProcessMetrics(metrics, 1_768_471_200_000);
  const text = await metrics.render();
  stop();
  const valueNamed = (name: string): number => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  expect(valueNamed('process_start_time_seconds')).toBe(1_768_471_200);
  expect(valueNamed('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(valueNamed('nodejs_heap_size_used_bytes')).toBeLessThan(valueNamed('nodejs_heap_size_total_bytes'));
  expect(valueNamed('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(valueNamed('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  expect(text).toContain('# TYPE process_cpu_seconds_total counter');
});
