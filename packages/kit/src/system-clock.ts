import type { Clock } from '@spoor/core';

/** The process's own clock. `monotonicMs` counts from the start of the process. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
