// What can be set on the collector: the specs of its parts, under the names that compose.ts uses.
import { type AnySpec, tenancyConfig } from '@spoor/kit';
import { otlpConfig, otlpGrpcConfig, otlpHttpConfig } from '@spoor/receivers';
import { downsamplingConfig, storageConfig } from '@spoor/storage';
import { collectorConfig } from './collector-config.ts';

/** Of the collector's own parts; what else a process has comes beside them. */
export interface CollectorSpecs {
  readonly [name: string]: AnySpec;
  readonly collector: typeof collectorConfig;
  readonly tenancy: typeof tenancyConfig;
  readonly otlp: typeof otlpConfig;
  readonly otlpGrpc: typeof otlpGrpcConfig;
  readonly otlpHttp: typeof otlpHttpConfig;
  readonly downsampling: typeof downsamplingConfig;
  readonly storage: typeof storageConfig;
}

export const specs: CollectorSpecs = {
  collector: collectorConfig,
  tenancy: tenancyConfig,
  otlp: otlpConfig,
  otlpGrpc: otlpGrpcConfig,
  otlpHttp: otlpHttpConfig,
  downsampling: downsamplingConfig,
  storage: storageConfig,
};
