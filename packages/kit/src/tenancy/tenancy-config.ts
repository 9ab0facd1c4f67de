import type { ConfigCheck, ConfigSpec } from '@spoor/core';

export const DEFAULT_TENANCY_HEADER = 'x-tenant';
/** Of HTTP, and all that gRPC has. */
const HEADER_NAME = /^[\w.-]+$/;

export interface TenancyConfig {
  readonly tenancyEnabled: boolean;
  /** Name of the HTTP header or gRPC metadata entry, any case; '' = x-tenant. */
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
      default: DEFAULT_TENANCY_HEADER,
      help: 'HTTP header and gRPC metadata entry that hold the tenant.',
    },
    tenants: {
      flag: 'multi-tenancy.tenants',
      type: 'strings',
      default: [],
      help: 'Tenants that are admitted, comma-separated; empty admits any.',
    },
  },
  check: ({ tenancyEnabled, tenancyHeader }) => ({
    errors: tenancyEnabled ? headerProblems(tenancyHeader) : [],
    warnings: [],
  }),
};

function headerProblems(name: string): ConfigCheck['errors'] {
  if (name === '' || HEADER_NAME.test(name)) return [];
  return [`--multi-tenancy.header="${name}" is no name of a header; take letters, digits and dashes`];
}
