import { type Deps, NameTable } from '@spoor/core';
import { expect, test } from 'vitest';
import { openStorage } from '../src/index.ts';

const GOOD = { spanStorageType: 'memory', memoryMaxTraces: 10, memoryMaxBytes: 16 * 1024 * 1024 };

function deps(): Deps {
  const silent = (): void => {};
  return {
    clock: { nowMs: () => 0, monotonicMs: () => 0 },
    names: new NameTable(),
    logger: { enabled: () => false, debug: silent, info: silent, warn: silent, error: silent },
    metrics: {
      counter: () => ({ value: 0 }),
      gauge: () => ({ value: 0 }),
      gaugeFrom: silent,
      counterFrom: silent,
      histogram: () => ({ observe: silent }),
    },
  };
}

test('memory opens the memory storage, not started', () => {
  const backend = openStorage(GOOD, deps());
  expect([backend.name, backend.health().state]).toEqual(['memory storage', 'starting']);
});

test('the settings reach the storage', () => {
  expect(openStorage(GOOD, deps()).health().detail).toContain(`of ${16 * 1024 * 1024} bytes`);
});

test('a type there is not is refused with the operator to act', () => {
  const open = (): unknown => openStorage({ ...GOOD, spanStorageType: 'badger' }, deps());
  expect(open).toThrowError(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: 'SPAN_STORAGE_TYPE=badger is not available yet: use memory',
    }),
  );
});
