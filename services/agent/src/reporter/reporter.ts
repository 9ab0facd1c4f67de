// The way out: batches become requests, which wait until a collector takes them. While none does they go to the spool,
// where a crash cannot lose them, or stay in memory when there is no spool or no writing to it; memory is bounded, and
// beyond it the oldest gives way: it belongs to a trace whose other spans were lost or sent long ago. Once a collector
// is back, what was spooled and what is fresh take turns.
import {
  type Component,
  type Health,
  type SpanBatch,
  type SpanWriter,
  type Timers,
  TracingError,
  type WriteResult,
} from '@spoor/core';
import { PostSpansEncoder } from '@spoor/wire';
import { Backlog } from './backlog.ts';
import { Hold } from './hold.ts';
import type { LossLog } from './loss-log.ts';
import type { PostSpans } from './post-spans.ts';
import type { QuietLog } from './quiet-log.ts';
import type { ReporterMetrics } from './reporter-metrics.ts';
import type { Request } from './request.ts';
import { splitByFormat } from './split-by-format.ts';
import { SpoolReplay } from './spool-replay.ts';
import type { Spooler } from './spooler.ts';

/** Below the 4 MiB that collectors accept by default. */
const MAX_REQUEST_BYTES = 1024 * 1024;
/** Requests on their way at once; a single one finds out whether somebody answers again. */
const CONCURRENCY = 8;
/** INTERNAL and its like may pass or not: a request is not tried for ever on them. */
const MAX_ODD_FAILURES = 5;
const TOO_LARGE = `a span of more than ${MAX_REQUEST_BYTES} bytes`;
/** Of the time for a shutdown, what is left to the disk. */
const SPOOLING_SHARE = 0.5;
/** Below the ten seconds after which docker kills, so that what is lost is counted and said. */
const HOPELESS_MS = 5_000;

export interface ReporterDeps {
  readonly post: PostSpans;
  /** Given the function that takes back what could not be spooled; null = no spool. */
  readonly spooler: ((onFailed: (request: Request) => void) => Spooler) | null;
  readonly metrics: ReporterMetrics;
  readonly losses: LossLog;
  readonly timers: Timers;
  readonly log: QuietLog;
}

export class Reporter implements SpanWriter, Component {
  readonly name = 'reporter';
  readonly #maxBytes: number;
  readonly #deps: ReporterDeps;
  readonly #encoder = new PostSpansEncoder(MAX_REQUEST_BYTES);
  readonly #backlog = new Backlog();
  readonly #hold: Hold;
  readonly #spooler: Spooler | null;
  readonly #replay: SpoolReplay | null;
  readonly #abort = new AbortController();
  readonly #oddFailures = new WeakMap<Request, number>();
  #inFlight = 0;
  #isReplaysTurn = false;
  #state: Health['state'] = 'starting';
  #stopped: Promise<void> | null = null;
  /** Hears that nothing is on its way. */
  #onQuiet: () => void = () => undefined;

  /** `maxBytes` is what may wait in memory. */
  constructor(maxBytes: number, deps: ReporterDeps) {
    this.#maxBytes = maxBytes;
    this.#deps = deps;
    this.#hold = new Hold(deps.timers, () => this.#pump());
    this.#spooler = deps.spooler?.((request) => this.#takeBack(request)) ?? null;
    this.#replay = this.#spooler === null ? null : new SpoolReplay(this.#spooler, () => this.#pump());
  }

  /** In memory. */
  get backlogBytes(): number {
    return this.#backlog.bytes;
  }

  get backlogSpans(): number {
    return this.#backlog.spans;
  }

  async start(): Promise<void> {
    await this.#spooler?.open();
    this.#state = 'ready';
    this.#pump();
  }

  /** Resolves when the spans wait. */
  write(batch: SpanBatch): Promise<WriteResult> {
    for (const { rows, format } of splitByFormat(batch)) {
      const { requests, tooLargeSpans } = this.#encoder.encode(rows);
      for (const { bytes, spans } of requests) this.#backlog.add({ bytes, spans, format });
      if (tooLargeSpans > 0) this.#deps.losses.addSpans(tooLargeSpans, format, 'too-large', TOO_LARGE);
    }
    this.#pump();
    this.#relieve();
    return Promise.resolve({ rejected: [] });
  }

  /** There is a connection again: no need to wait any longer. */
  connected(): void {
    this.#hold.end();
  }

  /** Sends what it can within the deadline; the rest goes to the spool, or is counted as lost. */
  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#drain(deadlineMs);
    return this.#stopped;
  }

  health(): Health {
    const spooled = this.#spooler === null ? '' : `, ${this.#spooler.bytes} bytes are spooled`;
    return { state: this.#state, detail: `${this.backlogSpans} spans wait for a collector${spooled}` };
  }

  #pump(): void {
    while (!this.#hold.isOn && this.#inFlight < (this.#hold.isFailing ? 1 : CONCURRENCY)) {
      const request = this.#next();
      if (request === null) break;
      void this.#send(request);
    }
    if (this.#inFlight === 0) this.#onQuiet();
  }

  #next(): Request | null {
    if (this.#state !== 'ready' && this.#state !== 'stopping') return null;
    if (this.#state === 'ready' && (this.#isReplaysTurn || this.#backlog.isEmpty)) {
      this.#isReplaysTurn = false;
      const request = this.#replay?.take() ?? null;
      if (request !== null) return request;
    }
    this.#isReplaysTurn = true;
    return this.#backlog.take();
  }

  async #send(request: Request): Promise<void> {
    this.#inFlight++;
    const error = await this.#deps.post(request, this.#abort.signal);
    this.#inFlight--;
    if (error === null) this.#sent(request);
    else if (this.#isWorthKeeping(request, error)) this.#giveBack(request, error);
    else {
      this.#deps.losses.add(request, 'refused', error.message);
      this.#settled(request);
    }
    this.#pump();
    this.#relieve();
  }

  #sent(request: Request): void {
    if (this.#hold.isFailing) this.#deps.log.info('a collector takes spans again', { waiting: this.backlogSpans });
    this.#hold.answered();
    this.#deps.metrics.sent(request);
    this.#settled(request);
  }

  #settled(request: Request): void {
    if (this.#replay?.owns(request) === true) this.#replay.settle(request);
  }

  #isWorthKeeping(request: Request, error: TracingError): boolean {
    if (error.class.retryable) return true;
    if (error.code !== 'INTERNAL') return false;
    const failures = (this.#oddFailures.get(request) ?? 0) + 1;
    this.#oddFailures.set(request, failures);
    return failures < MAX_ODD_FAILURES;
  }

  /** Last in turn: one that no collector can cope with must not keep the others waiting. */
  #giveBack(request: Request, error: TracingError): void {
    if (this.#replay?.owns(request) === true) this.#replay.giveBack(request);
    else this.#backlog.add(request);
    if (this.#state === 'stopped') return;
    if (!this.#hold.isFailing) this.#deps.log.warn('no collector takes spans: they wait', { reason: error.message });
    this.#hold.failed(error.retryAfterMs ?? 0);
  }

  #takeBack(request: Request): void {
    this.#backlog.add(request);
    if (this.#state !== 'stopped') this.#relieve();
  }

  /** Out of memory with what it should not hold. */
  #relieve(): void {
    while (this.#isOverBound()) {
      const oldest = this.#backlog.take();
      if (oldest === null) return;
      if (this.#spooler?.hasRoom === true) this.#spooler.add(oldest);
      else this.#deps.losses.add(oldest, 'backlog-full', `the oldest of ${this.#maxBytes} bytes gave way`);
    }
  }

  #isOverBound(): boolean {
    if (this.#spooler?.hasRoom === true && this.#hold.isFailing) return true;
    return this.backlogBytes > this.#maxBytes;
  }

  async #drain(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    this.#replay?.stop();
    const sendMs = this.#lastSendMs(deadlineMs);
    if (sendMs > 0) await this.#quiet(sendMs, () => this.#backlog.isEmpty);
    this.#state = 'stopped';
    this.#hold.end();
    this.#abort.abort(new TracingError('DEADLINE_EXCEEDED', 'the agent stops'));
    await this.#quiet(deadlineMs, () => true);
    await this.#spooler?.settle();
    await this.#keepRest();
    this.#deps.losses.end();
    await this.#spooler?.close();
  }

  /** How long a stopping agent goes on sending. With no collector in sight it has little to hope for. */
  #lastSendMs(deadlineMs: number): number {
    if (this.#spooler !== null) return this.#hold.isFailing ? 0 : deadlineMs * SPOOLING_SHARE;
    return this.#hold.isFailing ? Math.min(deadlineMs, HOPELESS_MS) : deadlineMs;
  }

  /** Resolves when nothing is on its way and `isDone`, at the latest after `withinMs`. */
  async #quiet(withinMs: number, isDone: () => boolean): Promise<void> {
    if (this.#inFlight === 0 && isDone()) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.#onQuiet = () => undefined;
        resolve();
      };
      const cancel = this.#deps.timers.after(withinMs, end);
      this.#onQuiet = () => {
        if (isDone()) end();
      };
      this.#hold.end();
    });
  }

  async #keepRest(): Promise<void> {
    for (;;) {
      const request = this.#backlog.take();
      if (request === null) return;
      const isKept = this.#spooler !== null && (await this.#spooler.keep(request));
      if (!isKept) this.#deps.losses.add(request, 'shutdown', 'no collector took them in time');
    }
  }
}
