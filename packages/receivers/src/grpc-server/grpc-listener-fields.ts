// The fields of a gRPC port, to be spread into the spec of whatever listens.
import type { ConfigSpec } from '@spoor/core';
import { tlsServerFields } from '@spoor/kit';
import type { GrpcListenerConfig } from './grpc-listener.ts';

export interface GrpcListenerFlags {
  /** Prefix of the flags, e.g. `collector.otlp.grpc`. */
  readonly prefix: string;
  /** Prefix of the TLS flags, where it is another. */
  readonly tlsPrefix: string;
  readonly hostPort: string;
  /** Old flags of the address. */
  readonly aliases?: readonly string[];
  /** What the address takes, for the help. */
  readonly takes: string;
}

export function grpcListenerFields(flags: GrpcListenerFlags): ConfigSpec<GrpcListenerConfig>['fields'] {
  const { prefix, tlsPrefix, hostPort, aliases = [], takes } = flags;
  return {
    hostPort: {
      flag: `${prefix}.host-port`,
      type: 'host-port',
      default: hostPort,
      aliases,
      help: `Address that takes ${takes}; without a host every interface.`,
    },
    maxMessageBytes: {
      flag: `${prefix}.max-message-size`,
      type: 'bytes',
      default: 4 * 1024 * 1024,
      min: 1,
      help: 'Largest message, before and after inflating; larger ones are refused with RESOURCE_EXHAUSTED.',
    },
    maxConnectionAgeMs: {
      flag: `${prefix}.max-connection-age`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'A connection is asked to close after this time, so that clients spread anew; 0s is never.',
    },
    maxConnectionAgeGraceMs: {
      flag: `${prefix}.max-connection-age-grace`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time for running calls after max-connection-age, then the connection is cut; 0s is never.',
    },
    ...tlsServerFields(tlsPrefix),
  };
}
