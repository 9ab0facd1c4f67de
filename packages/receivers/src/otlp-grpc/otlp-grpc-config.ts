import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer } from '@spoor/kit';
import type { GrpcListenerConfig } from '../grpc-server/grpc-listener.ts';
import { grpcListenerFields } from '../grpc-server/grpc-listener-fields.ts';

export const OTLP_GRPC_FLAGS = 'collector.otlp.grpc';

export type OtlpGrpcConfig = GrpcListenerConfig;

export const otlpGrpcConfig: ConfigSpec<OtlpGrpcConfig> = {
  title: 'OTLP over gRPC',
  fields: grpcListenerFields({
    prefix: OTLP_GRPC_FLAGS,
    tlsPrefix: OTLP_GRPC_FLAGS,
    hostPort: ':4317',
    takes: 'OTLP over gRPC',
  }),
  check: (config) => checkTlsServer(OTLP_GRPC_FLAGS, config),
};
