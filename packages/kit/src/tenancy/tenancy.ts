// Whose request is it? The same rule for every protocol; the texts are Jaeger's.
import { TracingError } from '@spoor/core';
import { DEFAULT_TENANCY_HEADER, type TenancyConfig } from './tenancy-config.ts';

export interface Tenancy {
  /** Lower case; null = tenancy is off, and every tenant is ''. */
  readonly header: string | null;
  /**
   * The tenant among the values that a request has for `header`.
   * @throws TracingError UNAUTHENTICATED `missing tenant header`; PERMISSION_DENIED `extra tenant header`,
   * `unknown tenant` (HTTP answers 401 to all three)
   */
  tenantOf(values: readonly string[]): string;
}

export function tenancy(config: TenancyConfig): Tenancy {
  if (!config.tenancyEnabled) return { header: null, tenantOf: () => '' };
  const known = new Set(config.tenants);
  return {
    header: (config.tenancyHeader || DEFAULT_TENANCY_HEADER).toLowerCase(),
    tenantOf(values) {
      // Proxies and HTTP/2 stacks join repeated headers with commas.
      const tenants = values.flatMap((value) => value.split(',')).map((name) => name.trim());
      const [tenant = ''] = tenants;
      if (tenants.length > 1) throw new TracingError('PERMISSION_DENIED', 'extra tenant header');
      if (tenant === '') throw new TracingError('UNAUTHENTICATED', 'missing tenant header');
      if (known.size > 0 && !known.has(tenant)) throw new TracingError('PERMISSION_DENIED', 'unknown tenant');
      return tenant;
    },
  };
}
