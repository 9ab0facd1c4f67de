// Waiting for something that can only be asked for, not waited on. The one place where tests let time pass:
// every attempt asks, the pauses between grow, and a deadline bounds the whole.
import { setTimeout as pause } from 'node:timers/promises';

export interface PollOptions {
  readonly deadlineMs: number;
  /** For the message when the deadline passes. */
  readonly what: string;
  /** Gives up with its reason. */
  readonly signal?: AbortSignal;
}

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

/** What `ask` answers first that is not null. An error of `ask` counts as null and is the cause at the deadline. */
export async function pollUntil<T>(ask: () => Promise<T | null>, options: PollOptions): Promise<T> {
  const end = performance.now() + options.deadlineMs;
  let pauseMs = FIRST_PAUSE_MS;
  let cause: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== null) return answer;
      cause = undefined;
    } catch (thrown) {
      cause = thrown;
    }
    if (performance.now() + pauseMs > end) {
      throw new Error(`no ${options.what} within ${options.deadlineMs} ms`, { cause });
    }
    // Cut short by the signal, the pause throws an error of its own; the loop throws the signal's reason.
    await pause(pauseMs, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
