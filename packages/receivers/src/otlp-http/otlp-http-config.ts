import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { checkTlsServer, tlsServerFields } from '@spoor/kit';
import type { HttpListenerConfig } from '../http-server/http-listener.ts';

export const OTLP_HTTP_FLAGS = 'collector.otlp.http';

export interface OtlpHttpConfig extends HttpListenerConfig {
  readonly corsAllowedOrigins: readonly string[];
  readonly corsAllowedHeaders: readonly string[];
}

export const otlpHttpConfig: ConfigSpec<OtlpHttpConfig> = {
  title: 'OTLP over HTTP',
  fields: {
    hostPort: {
      flag: `${OTLP_HTTP_FLAGS}.host-port`,
      type: 'host-port',
      default: ':4318',
      help: 'Address that takes OTLP over HTTP; without a host every interface.',
    },
    readTimeoutMs: {
      flag: `${OTLP_HTTP_FLAGS}.read-timeout`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time for a whole request to arrive; 0s is 1m.',
    },
    readHeaderTimeoutMs: {
      flag: `${OTLP_HTTP_FLAGS}.read-header-timeout`,
      type: 'duration',
      default: 2_000,
      min: 0,
      help: 'Time for the headers of a request to arrive; 0s is 10s.',
    },
    idleTimeoutMs: {
      flag: `${OTLP_HTTP_FLAGS}.idle-timeout`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Time that a connection may wait for its next request; 0s is 2m.',
    },
    corsAllowedOrigins: {
      flag: `${OTLP_HTTP_FLAGS}.cors.allowed-origins`,
      type: 'strings',
      default: [],
      help: 'Origins whose pages may send spans, comma-separated; one * each is allowed, as in https://*.example.com; empty is none.',
    },
    corsAllowedHeaders: {
      flag: `${OTLP_HTTP_FLAGS}.cors.allowed-headers`,
      type: 'strings',
      default: [],
      help: 'Headers that such pages may set, comma-separated; * is any; empty is Accept, Content-Type and X-Requested-With.',
    },
    ...tlsServerFields(OTLP_HTTP_FLAGS),
  },
  check: checkOtlpHttp,
};

function checkOtlpHttp(config: OtlpHttpConfig): ConfigCheck {
  const { errors, warnings } = checkTlsServer(OTLP_HTTP_FLAGS, config);
  if (config.corsAllowedOrigins.length > 0 || config.corsAllowedHeaders.length === 0) return { errors, warnings };
  const warning = `--${OTLP_HTTP_FLAGS}.cors.allowed-headers has no effect without --${OTLP_HTTP_FLAGS}.cors.allowed-origins`;
  return { errors, warnings: [...warnings, warning] };
}
