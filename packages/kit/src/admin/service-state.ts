import type { Clock, Component } from '@spoor/core';

/** What the admin server knows of the process it belongs to. */
export interface ServiceState {
  readonly clock: Clock;
  /** Started, and not yet told to stop. */
  isReady(): boolean;
  /** Unix ms; 0 unless ready. */
  readySinceMs(): number;
  /** Those whose health is the service's readiness. */
  components(): readonly Component[];
}
