// What can be set on the query service: the specs of its parts, under the names that compose.ts uses.
import { type AnySpec, tenancyConfig } from '@spoor/kit';
import { httpQueryConfig } from '@spoor/query-api';
import { storageConfig } from '@spoor/storage';

export interface QuerySpecs {
  readonly [name: string]: AnySpec;
  readonly tenancy: typeof tenancyConfig;
  readonly storage: typeof storageConfig;
  readonly query: typeof httpQueryConfig;
}

export const specs: QuerySpecs = { tenancy: tenancyConfig, storage: storageConfig, query: httpQueryConfig };
