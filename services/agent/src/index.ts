export { type AgentSpecs, specs } from './config.ts';
export { composeLocalAgent, type LocalAgentDeps } from './local-agent.ts';
export { type ReporterConfig, reporterConfig } from './reporter/reporter-config.ts';
export { service } from './service.ts';
