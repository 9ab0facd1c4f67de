import { TracingError } from '@spoor/core';

/** The payload is not what its format says; `offset` is the byte at which that showed. */
export function malformed(text: string, offset: number): TracingError {
  return new TracingError('PAYLOAD_MALFORMED', `${text} at byte ${offset}`, { offset });
}

/** The payload ends, or its enclosing message does, before the field at `offset` does. */
export function unexpectedEnd(offset: number): TracingError {
  return malformed('unexpected EOF', offset);
}
