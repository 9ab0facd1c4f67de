// Static sampling over real files and servers, with timers that the test runs.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Component, SamplingProvider, Timers } from '@spoor/core';
import { type TestDeps, testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import { type StaticSamplingConfig, staticSampling } from '../../src/index.ts';

export const DEFAULTS: StaticSamplingConfig = {
  samplingConfigType: 'file',
  oldSamplingType: '',
  strategiesFile: '',
  strategiesReloadIntervalMs: 0,
  defaultSamplingProbability: 0.001,
  bugfix5270: true,
};

/** Runs what is due when told; delays are only recorded. */
class ManualTimers implements Timers {
  readonly delaysMs: number[] = [];
  #due: (() => void) | null = null;
  #scheduled: () => void = () => undefined;

  after(delayMs: number, run: () => void): () => void {
    this.delaysMs.push(delayMs);
    this.#due = run;
    this.#scheduled();
    return () => {
      this.#due = null;
    };
  }

  get isSet(): boolean {
    return this.#due !== null;
  }

  /** Runs the timer that is set and resolves when the next one is. */
  async fire(): Promise<void> {
    const due = this.#due;
    if (due === null) throw new Error('no timer is set');
    this.#due = null;
    const next = new Promise<void>((resolve) => {
      this.#scheduled = resolve;
    });
    due();
    await next;
  }
}

export interface Sampling {
  readonly provider: SamplingProvider & Component;
  readonly timers: ManualTimers;
  readonly deps: TestDeps;
  /** Of every line of `level` so far, its message and what it is about. */
  readonly lines: (level: string) => readonly string[];
  /** The JSON that a service is answered. */
  readonly json: (service: string) => Promise<string>;
}

/** Not started. */
export function sampling(config: Partial<StaticSamplingConfig> = {}): Sampling {
  const deps = testDeps();
  const timers = new ManualTimers();
  const provider = staticSampling({ ...DEFAULTS, ...config }, deps, timers);
  onTestFinished(() => provider.stop(0));
  return {
    provider,
    timers,
    deps,
    lines: (level) =>
      deps.logged
        .filter((line) => line.level === level)
        .map(({ message, fields: { warning, reason } }) => [message, warning ?? reason].filter(Boolean).join(': ')),
    json: async (service) => new TextDecoder().decode((await provider.strategy(service)).json),
  };
}

export async function startedSampling(config: Partial<StaticSamplingConfig> = {}): Promise<Sampling> {
  const made = sampling(config);
  await made.provider.start(new AbortController().signal);
  return made;
}

/** A file that is gone after the test. */
export function strategiesFile(text: string | Uint8Array): { readonly path: string; write(text: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-sampling-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'strategies.json');
  writeFileSync(path, text);
  return { path, write: (changed) => writeFileSync(path, changed) };
}

/** `http://127.0.0.1:port` of a server that is gone after the test. */
export async function strategiesServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
