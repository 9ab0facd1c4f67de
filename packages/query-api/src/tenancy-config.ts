import type { ConfigSpec } from '@spoor/core';

/** Flags that whatever is tenant-aware shares. */
export interface TenancyConfig {
  readonly tenancyEnabled: boolean;
  /** Header name, any case. */
  readonly tenancyHeader: string;
  /** Comma list; '' = any tenant. */
  readonly tenancyTenants: string;
}

export function tenancyFields(): ConfigSpec<TenancyConfig>['fields'] {
  return {
    tenancyEnabled: {
      flag: 'multi-tenancy.enabled',
      type: 'bool',
      default: false,
      help: 'Requests must name their tenant and see only what is its own.',
    },
    tenancyHeader: {
      flag: 'multi-tenancy.header',
      type: 'string',
      default: 'x-tenant',
      help: 'Header that holds the tenant.',
    },
    tenancyTenants: {
      flag: 'multi-tenancy.tenants',
      type: 'string',
      default: '',
      help: 'Comma list of the tenants that are served; empty serves any.',
    },
  };
}
