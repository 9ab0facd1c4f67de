import type { IncomingMessage } from 'node:http';
import { asTracingError } from '@spoor/core';
import type { Tenancy } from '@spoor/kit';

export type TenantOrRefusal = { readonly tenant: string } | { readonly refusal: string };

/** The tenant of a request ('' where tenancy is off), or the text of the 401. */
export function tenantOf(request: IncomingMessage, tenancy: Tenancy): TenantOrRefusal {
  if (tenancy.header === null) return { tenant: '' };
  try {
    return { tenant: tenancy.tenantOf(request.headersDistinct[tenancy.header] ?? []) };
  } catch (thrown) {
    return { refusal: asTracingError(thrown).message };
  }
}
