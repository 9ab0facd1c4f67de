import { describe, expect, test } from 'vitest';
import { type StorageConfig, storageConfig } from '../src/index.ts';
import { CONFIG } from './support/stores.ts';

const check = (config: Partial<StorageConfig>) =>
  storageConfig.check?.({ ...CONFIG, ...config }) ?? { errors: ['no check'], warnings: [] };

test('the type comes from SPAN_STORAGE_TYPE and is memory by default', () => {
  const { envOnly, default: fallback } = storageConfig.fields.spanStorageType;
  expect([envOnly, fallback]).toEqual(['SPAN_STORAGE_TYPE', 'memory']);
});

test('the flags of the memory storage are offered under their own names', () => {
  const { memoryMaxTraces, memoryMaxBytes } = storageConfig.fields;
  expect([memoryMaxTraces.flag, memoryMaxBytes.flag]).toEqual(['memory.max-traces', 'memory.max-bytes']);
});

test('the other types of Jaeger have their variables', () => {
  const { dependencyStorageType, metricsStorageType, samplingStorageType } = storageConfig.fields;
  expect([dependencyStorageType, metricsStorageType, samplingStorageType].map(({ envOnly }) => envOnly)).toEqual([
    'DEPENDENCY_STORAGE_TYPE',
    'METRICS_STORAGE_TYPE',
    'SAMPLING_STORAGE_TYPE',
  ]);
});

describe('check', () => {
  const good: readonly Partial<StorageConfig>[] = [
    {},
    { spanStorageType: 'memory,blackhole' },
    { dependencyStorageType: 'memory' },
    { spanStorageType: 'blackhole,memory', dependencyStorageType: 'blackhole' },
    { metricsStorageType: 'prometheus', samplingStorageType: 'cassandra' }, // warned of by the loader
  ];
  test.each(good)('%j is fine', (config) => {
    expect(check(config)).toEqual({ errors: [], warnings: [] });
  });

  const bad = [
    {
      config: { spanStorageType: 'kafka' },
      want: 'SPAN_STORAGE_TYPE=kafka is not available yet: use memory or blackhole',
    },
    {
      config: { dependencyStorageType: 'cassandra' },
      want: 'DEPENDENCY_STORAGE_TYPE=cassandra is not available yet: use memory or blackhole',
    },
    {
      config: { spanStorageType: 'blackhole,memory', dependencyStorageType: 'memory' },
      want: 'DEPENDENCY_STORAGE_TYPE=memory must be that of the spans: use blackhole',
    },
    { config: { memoryMaxBytes: 1024 }, want: 'memory.max-bytes is 1024: use 0 or at least 8MiB' },
  ];
  test.each(bad)('$config is refused with the cure', ({ config, want }) => {
    expect(check(config).errors).toEqual([want]);
  });
});
