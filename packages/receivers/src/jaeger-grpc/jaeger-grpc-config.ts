import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer } from '@spoor/kit';
import type { GrpcListenerConfig } from '../grpc-server/grpc-listener.ts';
import { grpcListenerFields } from '../grpc-server/grpc-listener-fields.ts';

export const JAEGER_GRPC_FLAGS = 'collector.grpc-server';
/** The certificates have a prefix of their own. */
export const JAEGER_GRPC_TLS_FLAGS = 'collector.grpc';

export type JaegerGrpcConfig = GrpcListenerConfig;

export const jaegerGrpcConfig: ConfigSpec<JaegerGrpcConfig> = {
  title: 'Jaeger over gRPC',
  fields: grpcListenerFields({
    prefix: JAEGER_GRPC_FLAGS,
    tlsPrefix: JAEGER_GRPC_TLS_FLAGS,
    hostPort: ':14250',
    aliases: ['collector.grpc-port'],
    takes: 'spans from agents over gRPC and serves sampling strategies',
  }),
  check: (config) => checkTlsServer(JAEGER_GRPC_TLS_FLAGS, config),
};
