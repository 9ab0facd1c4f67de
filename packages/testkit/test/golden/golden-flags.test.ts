import { describe, expect, test } from 'vitest';
import { type GoldenBinary, goldenFlags, goldenMetrics } from '../../src/index.ts';

const FLAGS: readonly { readonly binary: GoldenBinary; readonly count: number }[] = [
  { binary: 'jaeger-agent-1.62', count: 41 },
  { binary: 'jaeger-all-in-one-1.62', count: 139 },
  { binary: 'jaeger-all-in-one-1.76', count: 120 },
  { binary: 'jaeger-collector-1.76', count: 94 },
  { binary: 'jaeger-query-1.76', count: 47 },
];

describe('goldenFlags', () => {
  test.each(FLAGS)('$binary has $count flags, each once, with a default', ({ binary, count }) => {
    const flags = goldenFlags(binary);
    expect(new Set(flags.map(({ flag }) => flag)).size).toBe(count);
    expect(flags.filter(({ type, default: text }) => type === 'duration' && !/\d(ms|s|m|h)/.test(text))).toEqual([]);
  });

  test('an empty list is an empty text', () => {
    const headers = goldenFlags('jaeger-query-1.76').find(({ flag }) => flag === 'query.additional-headers');
    expect(headers?.default).toBe('');
  });
});

test('goldenMetrics tells names, types and labels', () => {
  const metrics = goldenMetrics('jaeger-collector-1.76');
  expect(metrics.find(({ name }) => name === 'jaeger_collector_spans_saved_by_svc_total')).toEqual({
    name: 'jaeger_collector_spans_saved_by_svc_total',
    type: 'counter',
    labels: { debug: ['false', 'true'], result: ['err', 'ok'], svc: null },
  });
  expect(metrics.filter(({ name }) => name.startsWith('go_'))).toEqual([]);
});
