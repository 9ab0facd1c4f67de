import { TracingError } from '@spoor/core';

/** The compressed bytes are not what their format says; `offset` counts in the compressed body. */
export function codecError(format: string, text: string, offset: number): TracingError {
  return new TracingError('PAYLOAD_MALFORMED', `the ${format} body cannot be inflated: ${text} at byte ${offset}`, {
    offset,
  });
}
