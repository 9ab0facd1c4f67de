import type { Clock, StorageBackend, TraceReader } from '@spoor/core';

/** What the routes answer from. */
export interface QueryService {
  /** The storage's reader, measured. */
  readonly reader: TraceReader;
  readonly storage: StorageBackend;
  readonly clock: Clock;
}
