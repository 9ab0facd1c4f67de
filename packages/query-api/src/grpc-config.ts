// The flags of the gRPC API. It is not served yet, so each is accepted and warned of when set.
import type { ConfigSpec } from '@spoor/core';

export interface GrpcQueryConfig {
  readonly grpcHostPort: string;
  readonly grpcTlsEnabled: boolean;
  readonly grpcTlsCert: string;
  readonly grpcTlsKey: string;
  readonly grpcTlsClientCa: string;
  readonly grpcTlsCipherSuites: readonly string[];
  readonly grpcTlsMinVersion: string;
  readonly grpcTlsMaxVersion: string;
  readonly grpcTlsReloadIntervalMs: number;
}

const withoutEffect = 'the gRPC API is not served yet';

export function grpcQueryFields(): ConfigSpec<GrpcQueryConfig>['fields'] {
  const text = (name: string, help: string) =>
    ({ flag: `query.grpc.tls.${name}`, type: 'string', default: '', help, withoutEffect }) as const;
  return {
    grpcHostPort: {
      flag: 'query.grpc-server.host-port',
      type: 'host-port',
      default: ':16685',
      help: 'Address of the gRPC API.',
      withoutEffect,
    },
    grpcTlsEnabled: {
      flag: 'query.grpc.tls.enabled',
      type: 'bool',
      default: false,
      help: 'Serves TLS only.',
      withoutEffect,
    },
    grpcTlsCert: text('cert', 'PEM file with the certificate chain.'),
    grpcTlsKey: text('key', 'PEM file with the private key.'),
    grpcTlsClientCa: text('client-ca', 'PEM file with authorities that sign client certificates.'),
    grpcTlsCipherSuites: {
      flag: 'query.grpc.tls.cipher-suites',
      type: 'strings',
      default: [],
      help: 'Cipher suites up to TLS 1.2 by their IANA names.',
      withoutEffect,
    },
    grpcTlsMinVersion: text('min-version', 'Lowest TLS version.'),
    grpcTlsMaxVersion: text('max-version', 'Highest TLS version.'),
    grpcTlsReloadIntervalMs: {
      flag: 'query.grpc.tls.reload-interval',
      type: 'duration',
      default: 0,
      help: 'How often the files are compared.',
      withoutEffect,
    },
  };
}
