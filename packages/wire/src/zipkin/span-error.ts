import { TracingError } from '@spoor/core';

/** The same error with the number of the span that it is about in front, from 0. */
export function inSpan(index: number, thrown: unknown): unknown {
  if (!(thrown instanceof TracingError) || thrown.code !== 'PAYLOAD_MALFORMED') return thrown;
  return new TracingError('PAYLOAD_MALFORMED', `[${index}]: ${thrown.message}`, { offset: thrown.offset ?? 0 });
}
