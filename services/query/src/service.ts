// The query service as kit runs it and as the reference describes it.
import type { Service } from '@spoor/kit';
import { composeQuery } from './compose.ts';
import { type QuerySpecs, specs } from './config.ts';

export const service: Service<QuerySpecs> = {
  name: 'query',
  summary: 'answers queries for the traces in a storage.',
  common: { adminHostPort: ':16687', listenHost: '', shutdownDelayMs: 3_000 },
  specs,
  buildInfoMetric: 'jaeger_query_build_info',
  compose: composeQuery,
};
