import type { Clock, StorageBackend, TraceReader } from '@spoor/core';
import type { Turn } from './http/pace.ts';

/** What the routes answer from. */
export interface QueryService {
  /** The storage's reader, measured. */
  readonly reader: TraceReader;
  readonly storage: StorageBackend;
  readonly clock: Clock;
  /** Of all answers under way. */
  readonly turn: Turn;
}
