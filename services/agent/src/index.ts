export { ClientStats } from './client-stats.ts';
export { type AgentSpecs, specs } from './config.ts';
export { reporterConfig } from './reporter/reporter-config.ts';
export { service } from './service.ts';
