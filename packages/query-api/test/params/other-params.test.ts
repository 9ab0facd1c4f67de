import { describe, expect, test } from 'vitest';
import { QueryString } from '../../src/go/query-string.ts';
import { parseDependenciesRequest } from '../../src/params/dependency-params.ts';
import { type MetricName, metricsParamError } from '../../src/params/metrics-params.ts';
import { parseTraceRequest } from '../../src/params/trace-params.ts';

function query(raw: string): QueryString {
  const result = QueryString.parse(raw);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('parseTraceRequest', () => {
  test('pads the id and has no time bounds unless told', () => {
    const lookup = { traceId: 'abc'.padStart(32, '0'), startUs: null, endUs: null };
    expect(parseTraceRequest('ABC', query(''))).toEqual({ ok: true, value: { lookup, raw: false } });
  });
  test('hands time bounds on', () => {
    const wanted = parseTraceRequest('1', query('start=-5&end=9&raw=true'));
    expect(wanted).toMatchObject({ ok: true, value: { lookup: { startUs: -5, endUs: 9 }, raw: true } });
  });
  test('reports a bad id before a bad parameter', () => {
    const error = 'strconv.ParseUint: parsing "x": invalid syntax';
    expect(parseTraceRequest('x', query('raw=y'))).toEqual({ ok: false, error });
  });
});

describe('parseDependenciesRequest', () => {
  test('looks back a day from now, exclusive at both ends, unless told', () => {
    const range = { startUs: 0, endUs: 86_400_000_000 };
    expect(parseDependenciesRequest(query(''), 86_400_000)).toEqual({ ok: true, value: { range, service: '' } });
  });
  test('reads milliseconds', () => {
    const range = { startUs: 7_000, endUs: 10_000 };
    const wanted = parseDependenciesRequest(query('endTs=10&lookback=3&service=s'), 0);
    expect(wanted).toEqual({ ok: true, value: { range, service: 's' } });
  });
  test('refuses a duration text', () => {
    const error = `unable to parse param 'lookback': strconv.ParseInt: parsing "1h": invalid syntax`;
    expect(parseDependenciesRequest(query('lookback=1h'), 0)).toEqual({ ok: false, error });
  });
});

const metrics = [
  ['latencies', '', `unable to parse param 'quantile': strconv.ParseFloat: parsing "": invalid syntax`],
  ['latencies', 'quantile=0.5', `unable to parse param 'service': please provide at least one service name`],
  ['calls', '', `unable to parse param 'service': please provide at least one service name`],
  ['calls', 'service=', null],
  [
    'errors',
    'service=s&groupByOperation=x',
    `unable to parse param 'groupByOperation': strconv.ParseBool: parsing "x": invalid syntax`,
  ],
  ['errors', 'service=s&spanKind=x', `unable to parse param 'spanKind': unsupported span kind: 'x'`],
  ['errors', 'service=s&spanKind=server&spanKind=client', null],
  ['calls', 'service=s&step=1m', `unable to parse param 'step': strconv.ParseInt: parsing "1m": invalid syntax`],
  ['minstep', '', null],
] as const satisfies readonly (readonly [MetricName, string, string | null])[];

describe('metricsParamError', () => {
  for (const [metric, raw, want] of metrics) {
    test(`${metric}?${raw}`, () => expect(metricsParamError(metric, query(raw))).toBe(want));
  }
});
