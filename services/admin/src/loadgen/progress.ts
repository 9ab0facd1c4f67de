// A line a second while a run lasts.
import type { Timers } from '@spoor/core';
import type { Tally } from './tally.ts';

const EVERY_MS = 1000;

export class Progress {
  readonly #tally: Tally;
  readonly #timers: Timers;
  readonly #out: NodeJS.WritableStream;
  #seconds = 0;
  #acknowledgedBefore = 0;
  #cancel: () => void = () => undefined;

  constructor(tally: Tally, timers: Timers, out: NodeJS.WritableStream) {
    this.#tally = tally;
    this.#timers = timers;
    this.#out = out;
  }

  start(): void {
    this.#cancel = this.#timers.after(EVERY_MS, () => {
      this.start();
      this.#print();
    });
  }

  stop(): void {
    this.#cancel();
  }

  #print(): void {
    const { acknowledged, refused, failed, lastReason } = this.#tally;
    const rate = acknowledged - this.#acknowledgedBefore;
    this.#acknowledgedBefore = acknowledged;
    const reason = refused + failed > 0 && lastReason !== '' ? ` last=${JSON.stringify(lastReason)}` : '';
    this.#out.write(
      `${++this.#seconds}s: ${rate} spans/s, acknowledged=${acknowledged} refused=${refused} failed=${failed}${reason}\n`,
    );
  }
}
