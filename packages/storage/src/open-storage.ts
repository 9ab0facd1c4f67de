import { type Deps, type StorageBackend, TracingError } from '@spoor/core';
import { PLUGINS, type StorageConfig } from './plugins.ts';
import { typeProblem } from './storage-types.ts';

/** The backend that the configuration names, not started; no I/O. Throws CONFIG_INVALID for a type there is not. */
export function openStorage(config: StorageConfig, deps: Deps): StorageBackend {
  const type = config.spanStorageType;
  const plugin = PLUGINS.find(({ kind }) => kind === type);
  if (plugin !== undefined) return plugin.create(config, deps);
  const kinds = PLUGINS.map(({ kind }) => kind);
  throw new TracingError('CONFIG_INVALID', typeProblem(type, kinds) ?? `SPAN_STORAGE_TYPE=${type} has no plugin`);
}
