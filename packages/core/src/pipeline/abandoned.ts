import { TracingError } from '../errors.ts';

/** Why a wait ended early: the signal's own TracingError, or DEADLINE_EXCEEDED with the reason as cause. */
export function abandoned(signal: AbortSignal, what: string): TracingError {
  if (signal.reason instanceof TracingError) return signal.reason;
  return new TracingError('DEADLINE_EXCEEDED', `the caller went away or its deadline passed while ${what}`, {
    cause: signal.reason,
  });
}
