import { testDeps } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { openStorage } from '../src/index.ts';
import { CONFIG } from './support/stores.ts';

const open = (spanStorageType: string) => openStorage({ ...CONFIG, spanStorageType }, testDeps());

test.each([
  { type: 'memory', name: 'memory storage' },
  { type: 'blackhole', name: 'blackhole storage' },
  { type: 'memory,blackhole', name: 'memory storage and blackhole storage' },
  { type: 'blackhole, memory', name: 'blackhole storage and memory storage' },
  { type: 'memory,memory', name: 'memory storage' },
])('$type opens $name, not started', ({ type, name }) => {
  const backend = open(type);
  expect([backend.name, backend.health().state]).toEqual([name, 'starting']);
});

test('the settings reach the storage', () => {
  expect(open('memory').health().detail).toContain(`of ${CONFIG.memoryMaxBytes} bytes`);
});

test.each(['badger', 'memory,badger'])('%s: a type there is not is refused with the operator to act', (type) => {
  expect(() => open(type)).toThrowError(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^SPAN_STORAGE_TYPE=.*badger.* is not available yet: use memory or blackhole$/),
    }),
  );
});
