import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { memoryStorage } from '@spoor/storage-memory';
import { KINDS, memoryPart, type StorageConfig } from './plugins.ts';
import { storageTypes, typeProblem } from './storage-types.ts';

const { fields: memory } = memoryStorage.config;

export const storageConfig: ConfigSpec<StorageConfig> = {
  title: 'Storage',
  fields: {
    spanStorageType: {
      flag: 'span-storage.type',
      envOnly: 'SPAN_STORAGE_TYPE',
      aliases: ['span-storage.type'],
      type: 'string',
      default: memoryStorage.kind,
      help: `Where spans are kept; of: ${KINDS.join(', ')}. Several, with commas between, write to all and read from the first.`,
    },
    dependencyStorageType: {
      flag: 'dependency-storage.type',
      envOnly: 'DEPENDENCY_STORAGE_TYPE',
      type: 'string',
      default: '',
      help: 'Where calls between services are kept; empty is the first storage of spans, and so far it can be no other.',
    },
    metricsStorageType: {
      flag: 'metrics-storage.type',
      envOnly: 'METRICS_STORAGE_TYPE',
      type: 'string',
      default: '',
      help: 'Where metrics computed from spans are read.',
      withoutEffect: 'metrics computed from spans (the Monitor page) are not available yet',
    },
    samplingStorageType: {
      flag: 'sampling-storage.type',
      envOnly: 'SAMPLING_STORAGE_TYPE',
      type: 'string',
      default: '',
      help: 'Where adaptive sampling keeps its numbers.',
      withoutEffect: 'only adaptive sampling stores anything, and it is not available yet',
    },
    memoryMaxTraces: memory.maxTraces,
    memoryMaxBytes: memory.maxBytes,
  },
  check(config): ConfigCheck {
    const problem = typeProblem(config.spanStorageType, KINDS) ?? dependencyProblem(config);
    if (problem !== null) return { errors: [problem], warnings: [] };
    return memoryStorage.config.check?.(memoryPart(config)) ?? { errors: [], warnings: [] };
  },
};

function dependencyProblem({ spanStorageType, dependencyStorageType: type }: StorageConfig): string | null {
  const [first = ''] = storageTypes(spanStorageType);
  if (type === '' || type === first) return null;
  const problem = typeProblem(type, KINDS, 'DEPENDENCY_STORAGE_TYPE');
  return problem ?? `DEPENDENCY_STORAGE_TYPE=${type} must be that of the spans: use ${first}`;
}
