// The agent as kit runs it and as the reference describes it.
import type { Service } from '@spoor/kit';
import { composeAgent } from './compose.ts';
import { type AgentSpecs, specs } from './config.ts';

export const service: Service<AgentSpecs> = {
  name: 'agent',
  summary: 'takes in spans over UDP beside the application and sends them to collectors.',
  // Clients do not look for another agent: there is nobody who needs time to.
  common: { adminHostPort: ':14271', listenHost: '', shutdownDelayMs: 0 },
  specs,
  buildInfoMetric: 'jaeger_agent_build_info',
  compose: composeAgent,
};
