import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer, tlsServerFields } from '@spoor/kit';
import type { GrpcListenerConfig } from '../grpc-server/grpc-listener.ts';

export const OTLP_GRPC_FLAGS = 'collector.otlp.grpc';

export type OtlpGrpcConfig = GrpcListenerConfig;

export const otlpGrpcConfig: ConfigSpec<OtlpGrpcConfig> = {
  title: 'OTLP over gRPC',
  fields: {
    hostPort: {
      flag: `${OTLP_GRPC_FLAGS}.host-port`,
      type: 'host-port',
      default: ':4317',
      help: 'Address that takes OTLP over gRPC; without a host every interface.',
    },
    maxMessageBytes: {
      flag: `${OTLP_GRPC_FLAGS}.max-message-size`,
      type: 'bytes',
      default: 4 * 1024 * 1024,
      min: 1,
      help: 'Largest message, before and after inflating; larger ones are refused with RESOURCE_EXHAUSTED.',
    },
    maxConnectionAgeMs: {
      flag: `${OTLP_GRPC_FLAGS}.max-connection-age`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'A connection is asked to close after this time, so that clients spread anew; 0s is never.',
    },
    maxConnectionAgeGraceMs: {
      flag: `${OTLP_GRPC_FLAGS}.max-connection-age-grace`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time for running calls after max-connection-age, then the connection is cut; 0s is never.',
    },
    ...tlsServerFields(OTLP_GRPC_FLAGS),
  },
  check: (config) => checkTlsServer(OTLP_GRPC_FLAGS, config),
};
