export { type CollectorConfig, collectorConfig } from './collector-config.ts';
export { type Collector, composeCollector } from './compose.ts';
export { type CollectorSpecs, specs } from './config.ts';
export { service } from './service.ts';
