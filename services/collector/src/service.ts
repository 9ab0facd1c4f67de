// The collector as kit runs it and as the reference describes it.
import type { ConfigsOf, Service, ServiceDeps, Stage } from '@spoor/kit';
import { staticSampling } from '@spoor/sampling';
import { openStorage, storageTypes } from '@spoor/storage';
import { composeCollector } from './compose.ts';
import { type CollectorSpecs, specs } from './config.ts';

export const service: Service<CollectorSpecs> = {
  name: 'collector',
  summary: 'takes in spans over every protocol and stores them.',
  common: { adminHostPort: ':14269', listenHost: '', shutdownDelayMs: 3_000 },
  specs,
  buildInfoMetric: 'jaeger_collector_build_info',
  compose: composeService,
};

function composeService(configs: ConfigsOf<CollectorSpecs>, deps: ServiceDeps): readonly Stage[] {
  const storage = openStorage(configs.storage, deps);
  if (storageTypes(configs.storage.spanStorageType).every((type) => type === 'memory')) {
    deps.logger.warn(
      'SPAN_STORAGE_TYPE=memory is this process’ own store, which nothing reads: what comes in cannot be searched. The all-in-one takes in spans and answers queries in one process.',
    );
  }
  const sampling = staticSampling(configs.sampling, deps);
  const { queue, doors } = composeCollector(configs, storage, { ...deps, sampling });
  return [storage, sampling, queue, doors];
}
