import type { Rejected } from '../model/batch.ts';

/** What travels with every request. */
export interface Call {
  /** Aborted when the caller went away or its deadline passed. */
  readonly signal: AbortSignal;
  /** '' where tenancy is off. */
  readonly tenant: string;
  /**
   * Hears, before `consume` resolves, of rows that the store will never take; never called with none. Only
   * doors that can tell their sender (OTLP's partial success) have it.
   */
  readonly onRejected?: (rejected: readonly Rejected[]) => void;
}
