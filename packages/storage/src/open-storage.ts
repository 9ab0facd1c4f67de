import { type Deps, type StorageBackend, TracingError } from '@spoor/core';
import { compositeStorage } from './composite-storage.ts';
import { measuredStorage } from './measured-storage.ts';
import { KINDS, PLUGINS, type StorageConfig } from './plugins.ts';
import { storageTypes, typeProblem } from './storage-types.ts';

/**
 * The storage that the configuration names, not started; several types are one that writes to all and reads from the
 * first. No I/O. Throws CONFIG_INVALID for a type there is not.
 */
export function openStorage(config: StorageConfig, deps: Deps): StorageBackend {
  const [first, ...others] = storageTypes(config.spanStorageType).map((type) => openOne(type, config, deps));
  if (first === undefined) throw new TracingError('CONFIG_INVALID', 'SPAN_STORAGE_TYPE names no storage');
  return compositeStorage(first, others);
}

function openOne(type: string, config: StorageConfig, deps: Deps): StorageBackend {
  const plugin = PLUGINS.find(({ kind }) => kind === type);
  if (plugin !== undefined) return measuredStorage(plugin.create(config, deps), type, deps);
  const list = config.spanStorageType;
  throw new TracingError('CONFIG_INVALID', typeProblem(list, KINDS) ?? `SPAN_STORAGE_TYPE=${list} has no plugin`);
}
