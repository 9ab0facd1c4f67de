// The all-in-one as kit runs it and as the reference describes it.
import type { Service } from '@spoor/kit';
import { composeAllInOne } from './compose.ts';
import { type AllInOneSpecs, specs } from './config.ts';

export const service: Service<AllInOneSpecs> = {
  name: 'all-in-one',
  summary: 'takes in spans over every protocol, keeps them in memory, and answers queries.',
  // It holds everything itself, so there is no other instance that a balancer needs time to find: no delay.
  common: { adminHostPort: ':14269', listenHost: 'localhost', shutdownDelayMs: 0 },
  specs,
  buildInfoMetric: 'jaeger_build_info',
  compose: composeAllInOne,
};
