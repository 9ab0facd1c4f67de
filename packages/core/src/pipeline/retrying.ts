// Resends what a store refused for a reason that passes. Sits below the batcher: one retry serves all the
// calls that were joined into a write.
import { asTracingError, type TracingError } from '../errors.ts';
import type { SpanBatch } from '../model/batch.ts';
import type { Call } from '../ports/call.ts';
import type { SpanWriter, WriteResult } from '../ports/sink.ts';
import type { Clock, Timers } from '../time.ts';
import { abandoned } from './abandoned.ts';

export interface RetryOptions {
  /** Before the second attempt; doubles with each one after. */
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** From the first attempt on; no attempt starts later. */
  readonly maxElapsedMs: number;
}

export interface RetryDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Tries again while the error is retryable, the caller still waits and time is left; otherwise throws the
 * last error. Waits between half and all of the doubling delay, and at least as long as the store asked.
 */
export function retrying(writer: SpanWriter, options: RetryOptions, deps: RetryDeps): SpanWriter {
  return { write: (batch, call) => writeWithRetries(writer, options, deps, batch, call) };
}

async function writeWithRetries(
  writer: SpanWriter,
  options: RetryOptions,
  deps: RetryDeps,
  batch: SpanBatch,
  call: Call,
): Promise<WriteResult> {
  const startMs = deps.clock.monotonicMs();
  for (let attempt = 0; ; attempt++) {
    try {
      return await writer.write(batch, call);
    } catch (thrown) {
      const error = asTracingError(thrown);
      const delayMs = delayAfter(error, attempt, options, deps.random);
      const elapsedMs = deps.clock.monotonicMs() - startMs;
      if (!error.class.retryable || call.signal.aborted || elapsedMs + delayMs > options.maxElapsedMs) throw error;
      await pause(delayMs, deps.timers, call.signal);
    }
  }
}

function delayAfter(error: TracingError, attempt: number, options: RetryOptions, random: () => number): number {
  const fullMs = Math.min(options.maxDelayMs, options.initialDelayMs * 2 ** attempt);
  return Math.max(fullMs * (0.5 + random() / 2), error.retryAfterMs ?? 0);
}

/** Resolves after `delayMs`; throws as soon as the caller gives up. */
function pause(delayMs: number, timers: Timers, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(abandoned(signal, 'the store was being retried'));
    };
    const cancel = timers.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
