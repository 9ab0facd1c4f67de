import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer, tlsServerFields } from '@spoor/kit';
import type { HttpListenerConfig } from '../http-server/http-listener.ts';

export const JAEGER_HTTP_FLAGS = 'collector.http-server';
/** The certificates have a prefix of their own. */
export const JAEGER_HTTP_TLS_FLAGS = 'collector.http';

export type JaegerHttpConfig = HttpListenerConfig;

export const jaegerHttpConfig: ConfigSpec<JaegerHttpConfig> = {
  title: 'Jaeger thrift over HTTP',
  fields: {
    hostPort: {
      flag: `${JAEGER_HTTP_FLAGS}.host-port`,
      type: 'host-port',
      default: ':14268',
      aliases: ['collector.http-port'],
      help: 'Address that takes jaeger.thrift over HTTP and serves sampling strategies; without a host every interface.',
    },
    readTimeoutMs: {
      flag: `${JAEGER_HTTP_FLAGS}.read-timeout`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time for a whole request to arrive; 0s is 1m.',
    },
    readHeaderTimeoutMs: {
      flag: `${JAEGER_HTTP_FLAGS}.read-header-timeout`,
      type: 'duration',
      default: 2_000,
      min: 0,
      help: 'Time for the headers of a request to arrive; 0s is 10s.',
    },
    idleTimeoutMs: {
      flag: `${JAEGER_HTTP_FLAGS}.idle-timeout`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time that a connection may wait for its next request; 0s is 2m.',
    },
    ...tlsServerFields(JAEGER_HTTP_TLS_FLAGS),
  },
  check: (config) => checkTlsServer(JAEGER_HTTP_TLS_FLAGS, config),
};
