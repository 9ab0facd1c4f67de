import { expect, test } from 'vitest';
import { storageConfig } from '../src/index.ts';

const GOOD = { spanStorageType: 'memory', memoryMaxTraces: 0, memoryMaxBytes: 0 };

test('the type comes from SPAN_STORAGE_TYPE alone and is memory by default', () => {
  const { envOnly, default: fallback } = storageConfig.fields.spanStorageType;
  expect([envOnly, fallback]).toEqual(['SPAN_STORAGE_TYPE', 'memory']);
});

test('the flags of the memory storage are offered under their own names', () => {
  const { memoryMaxTraces, memoryMaxBytes } = storageConfig.fields;
  expect([memoryMaxTraces.flag, memoryMaxBytes.flag]).toEqual(['memory.max-traces', 'memory.max-bytes']);
});

test('the defaults are valid', () => {
  expect(storageConfig.check?.(GOOD)).toEqual({ errors: [], warnings: [] });
});

test('a type there is not is an error that lists those there are', () => {
  const { errors } = storageConfig.check?.({ ...GOOD, spanStorageType: 'kafka' }) ?? { errors: [] };
  expect(errors).toEqual(['SPAN_STORAGE_TYPE=kafka is not available yet: use memory']);
});

test('the rules of the chosen storage are checked too', () => {
  const { errors } = storageConfig.check?.({ ...GOOD, memoryMaxBytes: 1024 }) ?? { errors: [] };
  expect(errors).toEqual(['memory.max-bytes is 1024: use 0 or at least 8MiB']);
});
