import { sendFailure } from '../http/respond.ts';
import { type MetricName, metricsParamError } from '../params/metrics-params.ts';
import type { Route } from './route.ts';

const METRICS: readonly MetricName[] = ['latencies', 'calls', 'errors', 'minstep'];

/** No metrics backend is read yet: every well-formed request is told so. */
export function metricsRoutes(): readonly Route[] {
  return METRICS.map((metric) => ({
    method: 'GET',
    path: `/api/metrics/${metric}`,
    handle({ query, response }) {
      const fault = metricsParamError(metric, query);
      if (fault === null) sendFailure(response, 501, 'metrics querying is currently disabled');
      else sendFailure(response, 400, fault);
    },
  }));
}
