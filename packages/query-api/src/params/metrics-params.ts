// The parameters of /api/metrics/{latencies,calls,errors}. Nothing answers them yet; they are checked all
// the same, because Jaeger reports a bad parameter before it says that metrics are off.
import { goParseFloat } from '../go/parse-float.ts';
import type { QueryString } from '../go/query-string.ts';
import { boolParam, integerParam, unparsable } from './param.ts';

export type MetricName = 'latencies' | 'calls' | 'errors' | 'minstep';

const SPAN_KINDS = new Set(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']);

/** The text of the first fault; null when there is none. */
export function metricsParamError(metric: MetricName, query: QueryString): string | null {
  if (metric === 'minstep') return null;
  if (metric === 'latencies') {
    const quantile = goParseFloat(query.first('quantile'));
    if (!quantile.ok) return errorOf(unparsable('quantile', quantile.error));
  }
  if (query.all('service').length === 0) {
    return errorOf(unparsable('service', 'please provide at least one service name'));
  }
  const grouped = boolParam(query, 'groupByOperation');
  if (!grouped.ok) return grouped.error;
  for (const kind of query.all('spanKind')) {
    if (!SPAN_KINDS.has(kind)) return errorOf(unparsable('spanKind', `unsupported span kind: '${kind}'`));
  }
  for (const name of ['endTs', 'lookback', 'step', 'ratePer']) {
    const value = integerParam(query, name, null);
    if (!value.ok) return value.error;
  }
  return null;
}

function errorOf(refusal: ReturnType<typeof unparsable>): string | null {
  return refusal.ok ? null : refusal.error;
}
