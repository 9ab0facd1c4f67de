import type { Health } from '@spoor/core';
import { spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { compositeStorage } from '../src/index.ts';
import { batchFor, callOf, down, scripted, started, traceIdsIn } from './support/stores.ts';

const signal = new AbortController().signal;

describe('compositeStorage', () => {
  test('one storage is itself', () => {
    const only = scripted('only', {});
    expect(compositeStorage(only, [])).toBe(only);
  });

  test('writes to all and reads from the first', async () => {
    const [first, second] = [await started(), await started()];
    const both = compositeStorage(first, [second]);
    const [all, lone] = [spanBuilder(), spanBuilder()];
    await both.writer.write(batchFor(testDeps(), [all]), callOf());
    await second.writer.write(batchFor(testDeps(), [lone]), callOf());
    expect(await traceIdsIn(both.reader, [all, lone])).toEqual([all.traceId]);
    expect(await traceIdsIn(second.reader, [all, lone])).toEqual([all.traceId, lone.traceId].sort());
    expect([both.dependencies, both.archive]).toEqual([first.dependencies, first.archive]);
  });

  test('starts in order and ends at the first that fails', async () => {
    const log: string[] = [];
    const parts = [scripted('b', { start: down('no disk') }, log), scripted('c', {}, log)];
    await expect(compositeStorage(scripted('a', {}, log), parts).start(signal)).rejects.toThrow('no disk');
    expect(log).toEqual(['a start', 'b start']);
  });

  test('stops all, and says what went wrong', async () => {
    const log: string[] = [];
    const both = compositeStorage(scripted('a', { stop: down('stuck') }, log), [scripted('b', {}, log)]);
    await expect(both.stop(1000)).rejects.toThrow('stuck');
    expect(log).toEqual(['a stop', 'b stop']);
  });

  const states: readonly { readonly of: readonly Health['state'][]; readonly want: Health['state'] }[] = [
    { of: ['ready', 'ready'], want: 'ready' },
    { of: ['ready', 'failed'], want: 'failed' },
    { of: ['starting', 'ready'], want: 'starting' },
    { of: ['stopping', 'stopped'], want: 'stopping' },
    { of: ['failed', 'starting'], want: 'failed' },
  ];
  test.each(states)('$of is $want', ({ of, want }) => {
    const [first, second] = of.map((state, i) => scripted(`store ${i}`, { health: { state, detail: '' } }));
    expect(compositeStorage(first!, [second!]).health()).toEqual({ state: want, detail: 'store 0; store 1' });
  });

  test('its name and health name all', async () => {
    const both = await started('memory,blackhole');
    expect(both.name).toBe('memory storage and blackhole storage');
    expect(both.health().detail).toMatch(/^memory storage: 0 traces.*; blackhole storage: keeps nothing$/);
  });
});
