import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import { expect } from 'vitest';

export type Decode = (bytes: Uint8Array, names: NameTable) => SpanBatch;

/** Why `decode` refuses the bytes. */
export function refusalOf(decode: Decode, bytes: Uint8Array | string): TracingError {
  try {
    decode(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, new NameTable());
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
  return expect.fail('it was accepted');
}
