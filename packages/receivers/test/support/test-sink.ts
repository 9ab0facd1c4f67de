// A sink that the test controls.
import type { Call, SpanBatch, SpanSink } from '@spoor/core';

interface Consumed {
  readonly batch: SpanBatch;
  readonly call: Call;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Answers at once, or, `held`, when the test says so. */
export class TestSink implements SpanSink {
  /** All batches so far, answered or not. */
  readonly consumed: Consumed[] = [];
  held = false;
  /** What `consume` does before it resolves; may throw. */
  onConsume: (batch: SpanBatch, call: Call) => void = () => undefined;
  #arrived: () => void = () => undefined;

  consume(batch: SpanBatch, call: Call): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
      this.consumed.push({ batch, call, succeed: resolve, fail });
      try {
        this.onConsume(batch, call);
        if (!this.held) resolve();
      } catch (error) {
        fail(error);
      }
      this.#arrived();
    });
  }

  get spans(): number {
    return this.consumed.reduce((sum, { batch }) => sum + batch.length, 0);
  }

  /** Resolves once `count` batches were consumed, answered or not. */
  async arrived(count: number): Promise<void> {
    while (this.consumed.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  /** Resolves once `count` spans were consumed, answered or not. */
  async spansArrived(count: number): Promise<void> {
    while (this.spans < count) await this.arrived(this.consumed.length + 1);
  }

  /** Lets all held batches and all later ones succeed. */
  release(): void {
    this.held = false;
    for (const { succeed } of this.consumed) succeed();
  }
}
