import type { ConfigSpec } from '@spoor/core';

export interface TenancyConfig {
  readonly tenancyEnabled: boolean;
  /** Name of the HTTP header or gRPC metadata entry, any case. */
  readonly tenancyHeader: string;
  /** Empty = any tenant. */
  readonly tenants: readonly string[];
}

/** Shared by every door of a process, in and out. */
export const tenancyConfig: ConfigSpec<TenancyConfig> = {
  title: 'Tenancy',
  fields: {
    tenancyEnabled: {
      flag: 'multi-tenancy.enabled',
      type: 'bool',
      default: false,
      help: 'Every request must say whose spans it writes or reads, and reaches no others.',
    },
    tenancyHeader: {
      flag: 'multi-tenancy.header',
      type: 'string',
      default: 'x-tenant',
      help: 'HTTP header and gRPC metadata entry that hold the tenant.',
    },
    tenants: {
      flag: 'multi-tenancy.tenants',
      type: 'strings',
      default: [],
      help: 'Tenants that are admitted, comma-separated; empty admits any.',
    },
  },
};
