// What can be set on the all-in-one: the specs of its parts, under the names that compose.ts uses.
import type { ConfigSpec } from '@spoor/core';
import { type AnySpec, tenancyConfig } from '@spoor/kit';
import { httpQueryConfig } from '@spoor/query-api';
import { otlpConfig, otlpGrpcConfig, otlpHttpConfig } from '@spoor/receivers';
import { storageConfig } from '@spoor/storage';

interface IntakeConfig {
  readonly maxBytes: number;
}

const intakeConfig: ConfigSpec<IntakeConfig> = {
  title: 'Intake',
  fields: {
    maxBytes: {
      flag: 'collector.intake.max-bytes',
      type: 'bytes',
      default: 256 * 1024 * 1024,
      min: 4 * 1024 * 1024,
      help: 'Bytes of requests being read, decoded and stored at once, over all receivers; above it senders are refused and told when to come back.',
    },
  },
};

export interface AllInOneSpecs {
  readonly [name: string]: AnySpec;
  readonly intake: ConfigSpec<IntakeConfig>;
  readonly tenancy: typeof tenancyConfig;
  readonly otlp: typeof otlpConfig;
  readonly otlpGrpc: typeof otlpGrpcConfig;
  readonly otlpHttp: typeof otlpHttpConfig;
  readonly storage: typeof storageConfig;
  readonly query: typeof httpQueryConfig;
}

export const specs: AllInOneSpecs = {
  intake: intakeConfig,
  tenancy: tenancyConfig,
  otlp: otlpConfig,
  otlpGrpc: otlpGrpcConfig,
  otlpHttp: otlpHttpConfig,
  storage: storageConfig,
  query: httpQueryConfig,
};
