import { describe, expect, test } from 'vitest';
import { type CollectorConfig, collectorConfig } from '../src/index.ts';
import { CONFIG } from './support/held-store.ts';

const warningsOf = (config: Partial<CollectorConfig>): readonly string[] =>
  collectorConfig.check?.({ ...CONFIG, ...config }).warnings ?? ['no check'];

describe('settings that lie idle', () => {
  const idle = [
    { config: { queueSize: 100 }, flags: ['collector.queue-size'] },
    { config: { numWorkers: 7 }, flags: ['collector.num-workers'] },
    { config: { ack: 'early', queueSize: 100, queueSizeMemoryMib: 64 }, flags: ['collector.queue-size'] },
    { config: { queueSize: 100, numWorkers: 7 }, flags: ['collector.num-workers', 'collector.queue-size'] },
  ];
  test.each(idle)('$config warns of $flags', ({ config, flags }) => {
    expect(warningsOf(config)).toEqual(
      flags.map((flag) => expect.stringMatching(new RegExp(`^--${flag} has no effect: `))),
    );
  });

  const inUse: readonly Partial<CollectorConfig>[] = [
    {},
    { ack: 'early', queueSize: 100, numWorkers: 7 },
    { ack: 'early', queueSizeMemoryMib: 64 },
    { queueSizeMemoryMib: 64 },
  ];
  test.each(inUse)('%j warns of nothing', (config) => {
    expect(warningsOf(config)).toEqual([]);
  });
});

test('tags that are no pairs are an error', () => {
  expect(collectorConfig.check?.({ ...CONFIG, tags: 'a=b, c' }).errors).toEqual([
    '--collector.tags: "c" is not key=value',
  ]);
});
