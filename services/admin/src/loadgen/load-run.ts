// One run: `concurrency` loops that send, wait for the answer and send again, held back to the rate asked
// for. A server that is slower than the rate gets what it can take, and the summary shows it.
import type { Clock, Timers } from '@spoor/core';
import type { LoadgenConfig } from '../config.ts';
import type { Sender } from '../send/sender.ts';
import type { ExportRequest } from '../traffic/exporter.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { Progress } from './progress.ts';
import { type LoadSummary, summaryLine, Tally } from './tally.ts';

export interface LoadgenDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Progress and summary, one line each. */
  readonly out: NodeJS.WritableStream;
}

/** After a refusal, so that a server that is full is not drowned in requests. */
const PAUSE_MS = 100;

export class LoadRun {
  readonly #config: LoadgenConfig;
  readonly #traffic: Traffic;
  readonly #sender: Sender;
  readonly #deps: LoadgenDeps;
  readonly #tally: Tally = new Tally();
  #startMs = 0;
  #sentSpans = 0;

  constructor(config: LoadgenConfig, traffic: Traffic, sender: Sender, deps: LoadgenDeps) {
    this.#config = config;
    this.#traffic = traffic;
    this.#sender = sender;
    this.#deps = deps;
  }

  /** Runs once, until its time or number is over or `signal` is aborted; what is in flight is waited for. */
  async run(signal: AbortSignal): Promise<LoadSummary> {
    const { clock, timers, out } = this.#deps;
    this.#startMs = clock.monotonicMs();
    const progress = new Progress(this.#tally, timers, out);
    progress.start();
    await Promise.all(Array.from({ length: this.#config.concurrency }, () => this.#loop(signal)));
    if (!signal.aborted) for (const request of this.#traffic.rest()) await this.#send(request);
    progress.stop();
    this.#sender.close();
    out.write(`${summaryLine(this.#tally, this.#elapsedMs() / 1000)}\n`);
    return this.#tally;
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!this.#over(signal)) {
      const request = this.#traffic.next();
      const turnMs = this.#takeTurn(request.spans);
      await this.#pause(turnMs - this.#elapsedMs(), signal);
      if (signal.aborted) return;
      const refused = await this.#send(request);
      if (refused) await this.#pause(PAUSE_MS, signal);
    }
  }

  #over(signal: AbortSignal): boolean {
    const { durationMs, spans } = this.#config;
    if (signal.aborted || (spans > 0 && this.#sentSpans >= spans)) return true;
    return durationMs > 0 && this.#elapsedMs() >= durationMs;
  }

  /** When the next `spans` spans may leave, in ms since the start; counts them as sent. */
  #takeTurn(spans: number): number {
    const { rate } = this.#config;
    const turnMs = rate === 0 ? 0 : (this.#sentSpans / rate) * 1000;
    this.#sentSpans += spans;
    return turnMs;
  }

  /** True when the server did not take it. */
  async #send(request: ExportRequest): Promise<boolean> {
    const outcome = await this.#sender.send(request.bytes);
    this.#tally.add(request, outcome);
    return outcome.kind !== 'ok';
  }

  #elapsedMs(): number {
    return this.#deps.clock.monotonicMs() - this.#startMs;
  }

  /** Resolves after `ms`, at once when that is not positive, or when the run is interrupted. */
  #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (!(ms > 0) || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#deps.timers.after(ms, done);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}
