import type { IncomingMessage } from 'node:http';
import type { TenancyConfig } from '../tenancy-config.ts';

export type TenantOrRefusal = { readonly tenant: string } | { readonly refusal: string };

/** The tenant of a request ('' where tenancy is off), or the text of the 401. */
export type Tenancy = (request: IncomingMessage) => TenantOrRefusal;

export function tenancy(config: TenancyConfig): Tenancy {
  if (!config.tenancyEnabled) return () => ({ tenant: '' });
  const header = config.tenancyHeader.toLowerCase();
  const served = config.tenancyTenants.split(',').map((tenant) => tenant.trim());
  const known = new Set(served.filter((tenant) => tenant !== ''));
  return (request) => {
    const value = request.headers[header];
    const tenant = (Array.isArray(value) ? value[0] : value) ?? '';
    if (tenant === '') return { refusal: 'missing tenant header' };
    return known.size === 0 || known.has(tenant) ? { tenant } : { refusal: 'unknown tenant' };
  };
}
