import type { IncomingMessage } from 'node:http';

export interface TenancyConfig {
  readonly enabled: boolean;
  /** Header name, any case. */
  readonly header: string;
  /** Empty = any tenant. */
  readonly tenants: readonly string[];
}

export type Tenancy = (request: IncomingMessage) => TenantOrRefusal;

export type TenantOrRefusal = { readonly tenant: string } | { readonly refusal: string };

/** The tenant of a request ('' where tenancy is off), or the text of the 401. */
export function tenancy(config: TenancyConfig): Tenancy {
  if (!config.enabled) return () => ({ tenant: '' });
  const header = config.header.toLowerCase();
  const known = new Set(config.tenants);
  return (request) => {
    const value = request.headers[header];
    const tenant = (Array.isArray(value) ? value[0] : value) ?? '';
    if (tenant === '') return { refusal: 'missing tenant header' };
    return known.size === 0 || known.has(tenant) ? { tenant } : { refusal: 'unknown tenant' };
  };
}
