/** What travels with every request. */
export interface Call {
  /** Aborted when the caller went away or its deadline passed. */
  readonly signal: AbortSignal;
  /** '' where tenancy is off. */
  readonly tenant: string;
}
