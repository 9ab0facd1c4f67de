import type { Component } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { ComponentGraph } from '../../src/lifecycle/component-graph.ts';
import { systemClock } from '../../src/system-clock.ts';
import { capturedLogger } from '../support/captured.ts';

const events: string[] = [];

function component(name: string, over: Partial<Pick<Component, 'start' | 'stop'>> = {}): Component {
  return {
    name,
    async start(signal) {
      events.push(`start ${name}`);
      await over.start?.(signal);
    },
    async stop(deadlineMs) {
      events.push(`stop ${name}`);
      await over.stop?.(deadlineMs);
    },
    health: () => ({ state: 'ready', detail: '' }),
  };
}

function graphOf(...components: readonly Component[]) {
  events.length = 0;
  const logger = capturedLogger();
  return { graph: new ComponentGraph(components, logger, systemClock), logger };
}

const fails = () => Promise.reject(new Error('no luck'));

describe('starting', () => {
  test('goes in order and ends ready', async () => {
    const { graph } = graphOf(component('a'), component('b'), component('c'));
    expect(graph.state).toBe('starting');
    await graph.start(100);
    expect(events).toEqual(['start a', 'start b', 'start c']);
    expect(graph.state).toBe('ready');
    expect(graph.readySinceMs).toBeGreaterThan(0);
  });

  test('that fails stops what had started, the failed one included, in reverse', async () => {
    const { graph } = graphOf(component('a'), component('b', { start: fails }), component('c'));
    await expect(graph.start(100)).rejects.toThrow('no luck');
    expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
    expect(graph.state).toBe('failed');
    expect(graph.readySinceMs).toBe(0);
  });

  test('is given up when told to stop meanwhile', async () => {
    let told: AbortSignal | undefined;
    const { graph } = graphOf(
      component('a'),
      component('b', {
        start: (signal) =>
          new Promise((_resolve, reject) => {
            told = signal;
            signal.addEventListener('abort', () => reject(new Error('aborted')));
            void graph.stop(100);
          }),
      }),
      component('c'),
    );
    await graph.start(100);
    await graph.stop(100);
    expect(told?.aborted).toBe(true);
    expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
    expect(graph.state).toBe('stopped');
  });
});

describe('stopping', () => {
  test('goes in reverse and answers true', async () => {
    const { graph } = graphOf(component('a'), component('b'));
    await graph.start(100);
    expect(await graph.stop(1_000)).toBe(true);
    expect(events.slice(2)).toEqual(['stop b', 'stop a']);
    expect(graph.state).toBe('stopped');
  });

  test('twice stops everything once', async () => {
    const { graph } = graphOf(component('a'));
    await graph.start(100);
    expect(await Promise.all([graph.stop(100), graph.stop(100)])).toEqual([true, true]);
    expect(events).toEqual(['start a', 'stop a']);
  });

  test('waits for each before the next', async () => {
    const { graph } = graphOf(
      component('a'),
      component('b', {
        stop: async () => {
          await Promise.resolve();
          events.push('b is done');
        },
      }),
    );
    await graph.start(100);
    await graph.stop(1_000);
    expect(events.slice(2)).toEqual(['stop b', 'b is done', 'stop a']);
  });

  test('goes on after a component that fails, says which, and answers false', async () => {
    const { graph, logger } = graphOf(component('a'), component('b', { stop: fails }));
    await graph.start(100);
    expect(await graph.stop(1_000)).toBe(false);
    expect(events.slice(2)).toEqual(['stop b', 'stop a']);
    expect(logger.lines).toEqual([
      { level: 'error', message: 'stopping a component failed', fields: { component: 'b', reason: 'no luck' } },
    ]);
  });

  test('gives up a component that hangs, and the others get what is left', async () => {
    const given: number[] = [];
    const { graph, logger } = graphOf(
      component('a', { stop: async (deadlineMs) => void given.push(deadlineMs) }),
      component('b', { stop: () => new Promise(() => undefined) }),
    );
    await graph.start(100);
    expect(await graph.stop(20)).toBe(false);
    expect(given).toEqual([0]);
    expect(logger.lines[0]?.message).toBe('gave up stopping a component');
  });

  test('is announced before it begins, while everything still serves', async () => {
    const { graph } = graphOf(component('a'));
    await graph.start(100);
    graph.announceStop();
    expect(graph.state).toBe('stopping');
    expect(graph.readySinceMs).toBe(0);
    expect(events).toEqual(['start a']);
  });
});

describe('a stage', () => {
  test('starts in order and stops side by side, before the stages that started earlier', async () => {
    let letGo = (): void => undefined;
    // Stopped first, and done only when the one after it was told to stop as well.
    const slow = component('slow door', { stop: () => new Promise((resolve) => (letGo = resolve)) });
    const other = component('other door', { stop: async () => letGo() });
    events.length = 0;
    const graph = new ComponentGraph([component('store'), [slow, other]], capturedLogger(), systemClock);
    await graph.start(100);
    expect(await graph.stop(5_000)).toBe(true);
    expect(events).toEqual([
      'start store',
      'start slow door',
      'start other door',
      'stop slow door',
      'stop other door',
      'stop store',
    ]);
  });
});
