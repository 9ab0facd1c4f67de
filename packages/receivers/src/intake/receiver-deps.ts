import type { ByteBudget, Deps } from '@spoor/core';
import type { Tenancy } from '@spoor/kit';

/** What a receiver needs beside its own configuration and its sink. */
export interface ReceiverDeps extends Deps {
  /** Bytes in flight, one for all receivers of the process. */
  readonly budget: ByteBudget;
  readonly tenancy: Tenancy;
}
