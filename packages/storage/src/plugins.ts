// Every storage plugin there is: a new one gets its line here and nothing registers itself.
import type { Deps, StorageBackend } from '@spoor/core';
import { blackholeStorage } from '@spoor/storage-blackhole';
import { type MemoryConfig, memoryStorage } from '@spoor/storage-memory';

/** Which storages, and the settings of each: those of the others lie idle. */
export interface StorageConfig {
  /** Kinds of plugins, separated by commas. */
  readonly spanStorageType: string;
  readonly dependencyStorageType: string;
  readonly metricsStorageType: string;
  readonly samplingStorageType: string;
  readonly memoryMaxTraces: MemoryConfig['maxTraces'];
  readonly memoryMaxBytes: MemoryConfig['maxBytes'];
}

export interface PluginEntry {
  /** As in SPAN_STORAGE_TYPE. */
  readonly kind: string;
  readonly create: (config: StorageConfig, deps: Deps) => StorageBackend;
}

export const PLUGINS: readonly PluginEntry[] = [
  { kind: memoryStorage.kind, create: (config, deps) => memoryStorage.create(memoryPart(config), deps) },
  { kind: blackholeStorage.kind, create: (_config, deps) => blackholeStorage.create({}, deps) },
];

export const KINDS: readonly string[] = PLUGINS.map(({ kind }) => kind);

export function memoryPart(config: StorageConfig): MemoryConfig {
  return { maxTraces: config.memoryMaxTraces, maxBytes: config.memoryMaxBytes };
}
