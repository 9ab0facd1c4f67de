import { EventEmitter, once } from 'node:events';
import type { Component } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { ComponentGraph } from '../../src/lifecycle/component-graph.ts';
import type { Host } from '../../src/lifecycle/host.ts';
import { stopOnSignal } from '../../src/lifecycle/stop-on-signal.ts';
import { systemClock } from '../../src/system-clock.ts';
import { CapturedStream, capturedLogger } from '../support/captured.ts';

/** A process whose signals and exit are events. */
function testHost() {
  const events = new EventEmitter();
  const host: Host = {
    args: [],
    env: {},
    stdout: new CapturedStream(),
    stderr: new CapturedStream(),
    uptimeS: () => 0,
    onSignal: (signal, listener) => void events.on(signal, listener),
    onCrash: () => undefined,
    exit: (code) => void events.emit('exit', code),
  };
  return { host, signal: (name: string) => events.emit(name), exited: once(events, 'exit') };
}

async function started(stop: Component['stop'], delayMs: number, withinMs: number) {
  const component: Component = {
    name: 'part',
    start: () => Promise.resolve(),
    stop,
    health: () => ({ state: 'ready', detail: '' }),
  };
  const logger = capturedLogger();
  const graph = new ComponentGraph([component], logger, systemClock);
  await graph.start(withinMs);
  const process = testHost();
  stopOnSignal(process.host, graph, logger, delayMs, withinMs);
  return { ...process, graph, logger };
}

describe('a signal', () => {
  test('says not ready at once and exits 0 when all has stopped', async () => {
    const { signal, exited, graph, logger } = await started(() => Promise.resolve(), 0, 1_000);
    signal('SIGTERM');
    expect(graph.state).toBe('stopping');
    expect(await exited).toEqual([0]);
    expect(graph.state).toBe('stopped');
    expect(logger.lines.map(({ message }) => message)).toEqual(['stopping', 'stopped']);
  });

  test('leaves what is left of the time after the delay to the components', async () => {
    const given: number[] = [];
    const { signal, exited } = await started(async (deadlineMs) => void given.push(deadlineMs), 10, 1_000);
    signal('SIGINT');
    await exited;
    expect(given[0]).toBeLessThanOrEqual(990);
    expect(given[0]).toBeGreaterThan(500);
  });

  test('exits 1 when a component had to be given up', async () => {
    const { signal, exited, logger } = await started(() => new Promise(() => undefined), 0, 10);
    signal('SIGTERM');
    expect(await exited).toEqual([1]);
    expect(logger.lines.at(-1)?.message).toBe('stopped, not everything in order');
  });

  test('a second time exits 1 without waiting', async () => {
    const { signal, exited } = await started(() => new Promise(() => undefined), 60_000, 60_000);
    signal('SIGTERM');
    signal('SIGINT');
    expect(await exited).toEqual([1]);
  });
});
