import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer } from '@spoor/kit';
import type { GrpcListenerConfig } from '../grpc-server/grpc-listener.ts';
import { grpcListenerFields } from '../grpc-server/grpc-listener-fields.ts';

export const SAMPLING_GRPC_FLAGS = 'collector.sampling.grpc';

export type SamplingGrpcConfig = GrpcListenerConfig;

export const samplingGrpcConfig: ConfigSpec<SamplingGrpcConfig> = {
  title: 'Sampling strategies over gRPC',
  fields: grpcListenerFields({
    prefix: SAMPLING_GRPC_FLAGS,
    tlsPrefix: SAMPLING_GRPC_FLAGS,
    hostPort: ':5779',
    takes: 'requests for sampling strategies over gRPC, as in Jaeger 2',
  }),
  check: (config) => checkTlsServer(SAMPLING_GRPC_FLAGS, config),
};
