import type { TracingError } from '@spoor/core';

/** For errors that say nothing themselves. */
const DEFAULT_MS = 1_000;

/** When the sender should try again, milliseconds; null when the same request would fail again. */
export function retryAfterMs(error: TracingError): number | null {
  return error.class.retryable ? (error.retryAfterMs ?? DEFAULT_MS) : null;
}
