import type { Deps } from '@spoor/core';
import type { Tenancy } from '@spoor/kit';

/** What the query side needs beside its own configuration and the storage. */
export interface QueryDeps extends Deps {
  readonly tenancy: Tenancy;
}
