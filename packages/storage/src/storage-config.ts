import type { ConfigSpec } from '@spoor/core';
import { memoryStorage } from '@spoor/storage-memory';
import { memoryPart, PLUGINS, type StorageConfig } from './plugins.ts';
import { typeProblem } from './storage-types.ts';

const { fields: memory } = memoryStorage.config;
const KINDS: readonly string[] = PLUGINS.map((plugin) => plugin.kind);

export const storageConfig: ConfigSpec<StorageConfig> = {
  title: 'Storage',
  fields: {
    spanStorageType: {
      flag: 'span-storage.type',
      envOnly: 'SPAN_STORAGE_TYPE',
      type: 'string',
      default: memoryStorage.kind,
      help: `Where spans are kept; one of: ${KINDS.join(', ')}.`,
    },
    memoryMaxTraces: memory.maxTraces,
    memoryMaxBytes: memory.maxBytes,
  },
  check(config) {
    const problem = typeProblem(config.spanStorageType, KINDS);
    if (problem !== null) return { errors: [problem], warnings: [] };
    return memoryStorage.config.check?.(memoryPart(config)) ?? { errors: [], warnings: [] };
  },
};
