import type { Clock, Timers } from '@spoor/core';

/** Clock and timers that move only when told. */
export class FakeTime implements Clock, Timers {
  #ms = 0;
  readonly #pending = new Set<{ readonly atMs: number; readonly run: () => void }>();

  nowMs(): number {
    return 1_768_471_200_000 + this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  get timersSet(): number {
    return this.#pending.size;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#ms + delayMs, run };
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  }

  /** In steps, so that what a timer starts can set the next one. */
  async advance(ms: number, stepMs = 10): Promise<void> {
    for (const endMs = this.#ms + ms; this.#ms < endMs; ) {
      this.#ms = Math.min(endMs, this.#ms + stepMs);
      for (const timer of [...this.#pending]) {
        if (timer.atMs <= this.#ms && this.#pending.delete(timer)) timer.run();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
