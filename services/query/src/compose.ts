// The query service as data flow: storage -> query. It writes nothing.
import { type ConfigsOf, type ServiceDeps, type Stage, tenancy } from '@spoor/kit';
import { httpQuery } from '@spoor/query-api';
import { openStorage, storageTypes } from '@spoor/storage';
import type { QuerySpecs } from './config.ts';

export function composeQuery(configs: ConfigsOf<QuerySpecs>, deps: ServiceDeps): readonly Stage[] {
  const storage = openStorage(configs.storage, deps);
  if (storageTypes(configs.storage.spanStorageType)[0] === 'memory') {
    deps.logger.warn(
      'SPAN_STORAGE_TYPE=memory is this process’ own store, which nothing writes to: it stays empty. The all-in-one takes in spans and answers queries in one process.',
    );
  }
  return [storage, httpQuery(configs.query, storage, { ...deps, tenancy: tenancy(configs.tenancy) })];
}
