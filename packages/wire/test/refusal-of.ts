import { TracingError } from '@spoor/core';

/** The TracingError that `work` throws. */
export function refusalOf(work: () => unknown): TracingError {
  try {
    work();
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
