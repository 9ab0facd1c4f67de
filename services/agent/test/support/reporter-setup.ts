// A reporter over a collector that answers each request when the test says so, on timers that only the test moves.
import { TracingError } from '@spoor/core';
import { batchOf, spanBuilder, type TestDeps, tempDirectory, testDeps } from '@spoor/testkit';
import { decodePostSpans } from '@spoor/wire';
import { onTestFinished } from 'vitest';
import { LossLog } from '../../src/reporter/loss-log.ts';
import { QuietLog } from '../../src/reporter/quiet-log.ts';
import { Reporter } from '../../src/reporter/reporter.ts';
import { ReporterMetrics } from '../../src/reporter/reporter-metrics.ts';
import type { Request } from '../../src/reporter/request.ts';
import { Spooler } from '../../src/reporter/spooler.ts';
import { Spool } from '../../src/spool/spool.ts';
import { FakeTimers } from './fake-timers.ts';

/** One request on its way. */
interface Post {
  /** Of its first span; `write` makes requests of one. */
  readonly operation: string;
  readonly answer: (error: TracingError | null) => void;
}

export interface ReporterSetup {
  readonly directory?: string;
  readonly maxBytes?: number;
  readonly spoolMaxBytes?: number;
  readonly segmentBytes?: number;
}

export const AWAY: TracingError = new TracingError('STORAGE_UNAVAILABLE', 'nobody there');

export class ReporterUnderTest {
  readonly deps: TestDeps;
  readonly timers: FakeTimers;
  readonly reporter: Reporter;
  /** Not answered yet, in the order of sending. */
  readonly posts: Post[] = [];
  /** Operations of what was answered with success. */
  readonly taken: string[] = [];
  /** What a collector answers at once; null = when the test says so. */
  automatic: ((operation: string) => TracingError | null) | null = null;

  constructor({
    directory = '',
    maxBytes = 1024 * 1024,
    spoolMaxBytes = 64 * 1024 * 1024,
    segmentBytes,
  }: ReporterSetup) {
    this.deps = testDeps();
    this.timers = new FakeTimers(this.deps.clock);
    const metrics = new ReporterMetrics(this.deps.metrics);
    const losses = new LossLog({ ...this.deps, metrics });
    const log = new QuietLog(this.deps);
    const options = { directory, maxBytes: spoolMaxBytes, ...(segmentBytes === undefined ? {} : { segmentBytes }) };
    const spooler =
      directory === ''
        ? null
        : (onFailed: (request: Request) => void) =>
            new Spooler(new Spool(options), { ...this.deps, losses, log, onFailed });
    const post = (request: Request, signal: AbortSignal) => this.#post(request, signal);
    this.reporter = new Reporter(maxBytes, { post, spooler, metrics, losses, timers: this.timers, log });
  }

  /** A request each; `padding` are bytes of it. */
  async write(operations: readonly string[], padding = 0): Promise<void> {
    const attributes = { padding: 'x'.repeat(padding) };
    for (const operation of operations) await this.reporter.write(batchOf(spanBuilder({ operation, attributes })));
  }

  /** Resolves when as many as `count` requests wait for an answer. */
  async posted(count: number): Promise<void> {
    await this.until(() => this.posts.length >= count);
  }

  /** Answers the requests that wait now, oldest first. */
  answer(error: TracingError | null = null): void {
    for (const { answer } of this.posts.splice(0)) answer(error);
  }

  /** Answers at once from now on, what waits too. */
  answerAll(automatic: (operation: string) => TracingError | null): void {
    this.automatic = automatic;
    for (const { operation, answer } of this.posts.splice(0)) answer(automatic(operation));
  }

  /** Lets what is under way happen, files and all, until `isTrue`; time stands still. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** As `until`, with time passing, so much at most. */
  async later(isTrue: () => boolean, withinMs = Number.POSITIVE_INFINITY): Promise<void> {
    const endMs = this.deps.clock.monotonicMs() + withinMs;
    await this.until(() => {
      if (isTrue() || this.deps.clock.monotonicMs() >= endMs) return true;
      this.timers.advance(100);
      return false;
    });
  }

  lost(cause: string): number {
    return this.deps.metric('spoor_agent_spans_dropped_total', { cause });
  }

  metric(name: string): number {
    return this.deps.metric(`jaeger_agent_reporter_${name}`, { format: 'jaeger', protocol: 'grpc' });
  }

  spooledBytes(): number {
    return this.deps.metric('spoor_agent_spool_bytes');
  }

  #post({ bytes }: Request, signal: AbortSignal): Promise<TracingError | null> {
    const operation = decodePostSpans(bytes, this.deps.names, null).span(0).toSpan().name;
    return new Promise((resolve) => {
      const answer = (error: TracingError | null): void => {
        signal.removeEventListener('abort', onAbort);
        if (error === null) this.taken.push(operation);
        resolve(error);
      };
      const post = { operation, answer };
      const onAbort = (): void => {
        this.posts.splice(this.posts.indexOf(post), 1);
        answer(new TracingError('DEADLINE_EXCEEDED', 'given up'));
      };
      if (this.automatic !== null) {
        answer(this.automatic(operation));
        return;
      }
      signal.addEventListener('abort', onAbort);
      this.posts.push(post);
    });
  }
}

/** A started one; its files are gone after the test. */
export async function startReporter(setup: ReporterSetup = {}): Promise<ReporterUnderTest> {
  const started = new ReporterUnderTest(setup);
  await started.reporter.start();
  return started;
}

export async function spoolDirectory(): Promise<string> {
  const { path, remove } = await tempDirectory();
  onTestFinished(remove);
  return path;
}

/** `a0`, `a1`, … */
export function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}
