export { type CollectorConfig, collectorConfig } from './collector-config.ts';
export { type Collector, type CollectorDeps, composeCollector } from './compose.ts';
export { type CollectorSpecs, specs } from './config.ts';
export { JAEGER_GRPC } from './labels.ts';
export { service } from './service.ts';
