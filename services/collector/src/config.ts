// What can be set on the collector: the specs of its parts, under the names that compose.ts uses.
import { type AnySpec, tenancyConfig } from '@spoor/kit';
import {
  jaegerGrpcConfig,
  jaegerHttpConfig,
  otlpConfig,
  otlpGrpcConfig,
  otlpHttpConfig,
  samplingGrpcConfig,
  zipkinHttpConfig,
} from '@spoor/receivers';
import { staticSamplingConfig } from '@spoor/sampling';
import { downsamplingConfig, storageConfig } from '@spoor/storage';
import { collectorConfig } from './collector-config.ts';

export interface CollectorSpecs {
  readonly [name: string]: AnySpec;
  readonly collector: typeof collectorConfig;
  readonly tenancy: typeof tenancyConfig;
  readonly otlp: typeof otlpConfig;
  readonly otlpGrpc: typeof otlpGrpcConfig;
  readonly otlpHttp: typeof otlpHttpConfig;
  readonly jaegerGrpc: typeof jaegerGrpcConfig;
  readonly jaegerHttp: typeof jaegerHttpConfig;
  readonly zipkin: typeof zipkinHttpConfig;
  readonly sampling: typeof staticSamplingConfig;
  readonly samplingGrpc: typeof samplingGrpcConfig;
  readonly downsampling: typeof downsamplingConfig;
  readonly storage: typeof storageConfig;
}

/** Jaeger's collector has no such port; the all-in-one takes the spec as it is. */
const samplingGrpcOff: typeof samplingGrpcConfig = {
  ...samplingGrpcConfig,
  fields: {
    ...samplingGrpcConfig.fields,
    hostPort: {
      ...samplingGrpcConfig.fields.hostPort,
      default: '',
      help: 'Address that takes requests for sampling strategies over gRPC, as in Jaeger 2, e.g. :5779; empty is none.',
    },
  },
};

export const specs: CollectorSpecs = {
  collector: collectorConfig,
  tenancy: tenancyConfig,
  otlp: otlpConfig,
  otlpGrpc: otlpGrpcConfig,
  otlpHttp: otlpHttpConfig,
  jaegerGrpc: jaegerGrpcConfig,
  jaegerHttp: jaegerHttpConfig,
  zipkin: zipkinHttpConfig,
  sampling: staticSamplingConfig,
  samplingGrpc: samplingGrpcOff,
  downsampling: downsamplingConfig,
  storage: storageConfig,
};
