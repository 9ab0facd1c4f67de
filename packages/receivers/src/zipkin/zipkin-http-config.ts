import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '@spoor/kit';

export const ZIPKIN_FLAGS = 'collector.zipkin';

export interface ZipkinHttpConfig extends TlsServerConfig {
  /** '' = no such port; see `isZipkinEnabled`. */
  readonly hostPort: string;
  readonly keepAlive: boolean;
  readonly corsAllowedOrigins: readonly string[];
  readonly corsAllowedHeaders: readonly string[];
}

export const zipkinHttpConfig: ConfigSpec<ZipkinHttpConfig> = {
  title: 'Zipkin over HTTP',
  fields: {
    hostPort: {
      flag: `${ZIPKIN_FLAGS}.host-port`,
      type: 'host-port',
      default: '',
      aliases: [`${ZIPKIN_FLAGS}.http-port`],
      help: 'Address that takes Zipkin spans, e.g. :9411; empty is none; without a host every interface.',
    },
    keepAlive: {
      flag: `${ZIPKIN_FLAGS}.keep-alive`,
      type: 'bool',
      default: true,
      help: 'Leaves a connection open for its next request.',
    },
    corsAllowedOrigins: {
      flag: `${ZIPKIN_FLAGS}.cors.allowed-origins`,
      type: 'strings',
      default: [],
      aliases: [`${ZIPKIN_FLAGS}.allowed-origins`],
      help: 'Origins whose pages may send spans, comma-separated; one * each is allowed, as in https://*.example.com; empty is none.',
    },
    corsAllowedHeaders: {
      flag: `${ZIPKIN_FLAGS}.cors.allowed-headers`,
      type: 'strings',
      default: [],
      aliases: [`${ZIPKIN_FLAGS}.allowed-headers`],
      help: 'Headers that such pages may set, comma-separated; * is any; empty is Accept, Content-Type and X-Requested-With.',
    },
    ...tlsServerFields(ZIPKIN_FLAGS),
  },
  check: checkZipkin,
};

/** Compositions leave the receiver out otherwise. */
export function isZipkinEnabled(config: ZipkinHttpConfig): boolean {
  return config.hostPort !== '';
}

function checkZipkin(config: ZipkinHttpConfig): ConfigCheck {
  const { errors, warnings } = checkTlsServer(ZIPKIN_FLAGS, config);
  if (config.corsAllowedOrigins.length > 0 || config.corsAllowedHeaders.length === 0) return { errors, warnings };
  const warning = `--${ZIPKIN_FLAGS}.cors.allowed-headers has no effect without --${ZIPKIN_FLAGS}.cors.allowed-origins`;
  return { errors, warnings: [...warnings, warning] };
}
