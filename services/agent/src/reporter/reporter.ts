// The way out: batches become requests, requests wait in the backlog until a collector takes them. What memory cannot
// hold goes to the spool when there is one; without it the oldest gives way and is counted. What the spool holds is sent
// in turns with what is fresh.
import {
  type Component,
  type Health,
  type Logger,
  type SpanBatch,
  type SpanWriter,
  type Timers,
  TracingError,
  type WriteResult,
} from '@spoor/core';
import { PostSpansEncoder } from '@spoor/wire';
import type { Replay } from '../spool/spool.ts';
import { Backlog } from './backlog.ts';
import type { PostSpans } from './post-spans.ts';
import type { ReporterMetrics } from './reporter-metrics.ts';
import type { Request } from './request.ts';
import { splitByFormat } from './split-by-format.ts';
import type { Spooler } from './spooler.ts';

/** Below the 4 MiB that collectors accept by default. */
const MAX_REQUEST_BYTES = 1024 * 1024;
/** Requests on their way at once. */
const CONCURRENCY = 4;
/** Pause after a failure; doubles up to the longest, ends early when a connection comes up. */
const FIRST_HOLD_MS = 100;
const LONGEST_HOLD_MS = 2_000;
/** Errors that neither pass by themselves for sure nor never: a request is not tried for ever on them. */
const MAX_ODD_FAILURES = 5;

export interface ReporterOptions {
  readonly backlogBytes: number;
}

export interface ReporterDeps {
  readonly post: PostSpans;
  /** Null without a directory. */
  readonly spooler: Spooler | null;
  readonly metrics: ReporterMetrics;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** A segment of the spool that is being sent. */
interface Replaying {
  readonly segment: Replay;
  readonly waiting: Request[];
  unsent: number;
}

export class Reporter implements SpanWriter, Component {
  readonly name = 'reporter';
  readonly #deps: ReporterDeps;
  readonly #encoder = new PostSpansEncoder(MAX_REQUEST_BYTES);
  readonly #backlog: Backlog;
  readonly #abort = new AbortController();
  readonly #oddFailures = new WeakMap<Request, number>();
  /** Taken from the backlog, sent in vain, first in turn. */
  readonly #returned: Request[] = [];
  readonly #replayed = new WeakSet<Request>();
  #replaying: Replaying | null = null;
  #isReading = false;
  #inFlight = 0;
  #holdMs = 0;
  #cancelHold: (() => void) | null = null;
  #isReplaysTurn = false;
  #state: Health['state'] = 'starting';
  #stopped: Promise<void> | null = null;
  #onIdle: () => void = () => undefined;
  #onQuiet: () => void = () => undefined;

  constructor(options: ReporterOptions, deps: ReporterDeps) {
    this.#deps = deps;
    this.#backlog = new Backlog(options.backlogBytes);
  }

  get backlogBytes(): number {
    return this.#backlog.bytes + this.#returned.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  get backlogSpans(): number {
    return this.#backlog.spans + this.#returned.reduce((sum, { spans }) => sum + spans, 0);
  }

  async start(): Promise<void> {
    await this.#deps.spooler?.open();
    this.#state = 'ready';
    this.#pump();
  }

  /** Resolves when the spans are in the backlog. */
  write(batch: SpanBatch): Promise<WriteResult> {
    for (const { rows, format } of splitByFormat(batch)) {
      const { requests, tooLargeSpans } = this.#encoder.encode(rows);
      for (const { bytes, spans } of requests) this.#backlog.add({ bytes, spans, format });
      if (tooLargeSpans > 0) this.#deps.metrics.lostSpans(tooLargeSpans, format, 'too-large');
    }
    this.#overflow();
    this.#pump();
    return Promise.resolve({ rejected: [] });
  }

  /** For the connection: it is there again. */
  connected(): void {
    this.#cancelHold?.();
    this.#cancelHold = null;
    this.#holdMs = 0;
    this.#pump();
  }

  /** Sends what it can within the deadline; the rest goes to the spool, or is counted as lost. */
  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#drain(deadlineMs);
    return this.#stopped;
  }

  health(): Health {
    return { state: this.#state, detail: `${this.backlogSpans} spans wait for a collector` };
  }

  #overflow(): void {
    const { spooler, metrics } = this.#deps;
    for (const request of this.#backlog.takeOverflow()) {
      if (spooler === null) metrics.lost(request, 'backlog-full');
      else spooler.add(request);
    }
  }

  #pump(): void {
    const isOpen = this.#state === 'ready' || this.#state === 'stopping';
    while (isOpen && this.#cancelHold === null && this.#inFlight < CONCURRENCY) {
      const request = this.#next();
      if (request === null) break;
      void this.#send(request);
    }
    if (this.#inFlight > 0) return;
    this.#onQuiet();
    if (this.#isDrained()) this.#onIdle();
  }

  #isDrained(): boolean {
    return this.#returned.length === 0 && this.#backlog.isEmpty;
  }

  #next(): Request | null {
    const replay = this.#nextReplay();
    if (replay !== null && (this.#isReplaysTurn || this.#isDrained())) {
      this.#isReplaysTurn = false;
      this.#replaying?.waiting.shift();
      return replay;
    }
    this.#isReplaysTurn = true;
    return this.#returned.shift() ?? this.#backlog.take();
  }

  /** Stays where it is; null when there is none at hand. Reads on when there is more on disk. */
  #nextReplay(): Request | null {
    const { spooler } = this.#deps;
    if (
      this.#replaying === null &&
      spooler !== null &&
      !spooler.isEmpty &&
      !this.#isReading &&
      this.#stopped === null
    ) {
      this.#isReading = true;
      void this.#readSpool(spooler);
    }
    return this.#replaying?.waiting[0] ?? null;
  }

  async #readSpool(spooler: Spooler): Promise<void> {
    const segment = await spooler.read();
    if (segment !== null) {
      for (const request of segment.requests) this.#replayed.add(request);
      this.#replaying = { segment, waiting: [...segment.requests], unsent: segment.requests.length };
      if (segment.requests.length === 0) await this.#endReplay(spooler);
    }
    this.#isReading = false;
    if (segment !== null) this.#pump();
  }

  async #endReplay(spooler: Spooler): Promise<void> {
    const segment = this.#replaying?.segment;
    this.#replaying = null;
    if (segment !== undefined) await spooler.done(segment);
  }

  async #send(request: Request): Promise<void> {
    this.#inFlight++;
    const error = await this.#deps.post(request, this.#abort.signal);
    this.#inFlight--;
    if (error === null) {
      this.#holdMs = 0;
      this.#deps.metrics.sent(request);
      this.#settled(request);
    } else if (this.#isWorthKeeping(request, error)) this.#giveBack(request);
    else {
      this.#deps.metrics.lost(request, 'refused');
      this.#deps.logger.warn('a collector refused spans for good', { spans: request.spans, reason: error.message });
      this.#settled(request);
    }
    this.#pump();
  }

  #isWorthKeeping(request: Request, error: TracingError): boolean {
    if (error.class.retryable) return true;
    if (error.code !== 'INTERNAL') return false;
    const failures = (this.#oddFailures.get(request) ?? 0) + 1;
    this.#oddFailures.set(request, failures);
    return failures < MAX_ODD_FAILURES;
  }

  #giveBack(request: Request): void {
    if (this.#replayed.has(request)) this.#replaying?.waiting.unshift(request);
    else this.#returned.push(request);
    if (this.#cancelHold !== null || this.#state === 'stopped') return;
    this.#holdMs = Math.min(LONGEST_HOLD_MS, Math.max(FIRST_HOLD_MS, 2 * this.#holdMs));
    this.#cancelHold = this.#deps.timers.after(this.#holdMs, () => {
      this.#cancelHold = null;
      this.#pump();
    });
  }

  /** Sent or lost: of a replay, the last one ends its segment. */
  #settled(request: Request): void {
    const { spooler } = this.#deps;
    if (!this.#replayed.has(request) || this.#replaying === null || spooler === null) return;
    if (--this.#replaying.unsent === 0) void this.#endReplay(spooler).then(() => this.#pump());
  }

  async #drain(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    if (!this.#isDrained() || this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#deps.timers.after(deadlineMs, resolve);
        this.#onIdle = () => {
          cancel();
          resolve();
        };
        this.connected();
      });
    }
    this.#state = 'stopped';
    this.#cancelHold?.();
    this.#abort.abort(new TracingError('DEADLINE_EXCEEDED', `shut down: no collector within ${deadlineMs} ms`));
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#onQuiet = resolve;
      });
    }
    this.#keepRest();
    await this.#deps.spooler?.close();
  }

  #keepRest(): void {
    const { spooler, metrics } = this.#deps;
    for (let request = this.#returned.shift() ?? this.#backlog.take(); request !== null; ) {
      if (spooler === null) metrics.lost(request, 'shutdown');
      else spooler.add(request);
      request = this.#returned.shift() ?? this.#backlog.take();
    }
  }
}
