// The fields every service has. What differs between services is passed in.
import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '../tls/tls-server-config.ts';

export interface CommonConfig extends TlsServerConfig {
  readonly configFile: string;
  readonly logLevel: string;
  readonly logEncoding: string;
  readonly metricsBackend: string;
  readonly metricsHttpRoute: string;
  readonly adminHostPort: string;
  readonly adminProfiling: boolean;
  readonly listenHost: string;
  readonly shutdownDelayMs: number;
  readonly featureGates: readonly string[];
}

export interface CommonDefaults {
  /** Jaeger's admin port of this service, e.g. `:14269`. */
  readonly adminHostPort: string;
  /** '' = every interface. */
  readonly listenHost: string;
  readonly shutdownDelayMs: number;
}

/** Jaeger's names; the three above error are errors to us. */
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal'] as const;

export function commonConfig(defaults: CommonDefaults): ConfigSpec<CommonConfig> {
  return {
    title: 'Common',
    fields: {
      configFile: {
        flag: 'config-file',
        type: 'string',
        default: '',
        help: 'Configuration file; its extension says which: .json, .yaml, .toml or .properties. Flags and environment go before it.',
      },
      logLevel: {
        flag: 'log-level',
        type: 'string',
        default: 'info',
        oneOf: LOG_LEVELS,
        help: 'Least level that is logged.',
      },
      logEncoding: {
        flag: 'log-encoding',
        type: 'string',
        default: 'json',
        oneOf: ['json', 'console'],
        help: 'json for machines, console for people.',
      },
      metricsBackend: {
        flag: 'metrics-backend',
        type: 'string',
        default: 'prometheus',
        oneOf: ['prometheus', 'expvar', 'none'],
        help: 'none switches the metrics route off; expvar is gone and means prometheus.',
      },
      metricsHttpRoute: {
        flag: 'metrics-http-route',
        type: 'string',
        default: '/metrics',
        help: 'Path of the metrics on the admin server.',
      },
      listenHost: {
        flag: 'listen-host',
        type: 'string',
        default: defaults.listenHost,
        help: 'Host that listeners whose host-port names none bind to; empty or 0.0.0.0 is every interface.',
      },
      shutdownDelayMs: {
        flag: 'shutdown.delay',
        type: 'duration',
        default: defaults.shutdownDelayMs,
        min: 0,
        max: 25_000,
        help: 'How long the service goes on serving after SIGTERM while it says it is not ready, so that load balancers notice.',
      },
      featureGates: {
        flag: 'feature-gates',
        type: 'strings',
        default: [],
        withoutEffect: 'there are no feature gates here',
        help: 'Accepted as Jaeger accepts it.',
      },
      ...adminFields(defaults),
    },
    check: (config) => {
      const tls = checkTlsServer('admin.http', config);
      const route = config.metricsHttpRoute.startsWith('/')
        ? []
        : [`--metrics-http-route=${config.metricsHttpRoute} must start with a slash, e.g. /metrics`];
      const expvar =
        config.metricsBackend === 'expvar' ? ['--metrics-backend=expvar is gone; metrics are for Prometheus'] : [];
      return { errors: [...tls.errors, ...route], warnings: [...tls.warnings, ...expvar] };
    },
  };
}

function adminFields(
  defaults: CommonDefaults,
): Pick<ConfigSpec<CommonConfig>['fields'], 'adminHostPort' | 'adminProfiling' | keyof TlsServerConfig> {
  return {
    adminHostPort: {
      flag: 'admin.http.host-port',
      type: 'host-port',
      default: defaults.adminHostPort,
      aliases: ['admin.http-port', 'admin-http-port', 'health-check-http-port'],
      help: 'Address of the admin server: health, metrics, version.',
    },
    adminProfiling: {
      flag: 'admin.profiling',
      type: 'bool',
      default: false,
      help: 'Serves CPU and heap profiles under /debug/ of the admin server; whoever reaches it can slow the process down.',
    },
    ...tlsServerFields('admin.http'),
  };
}
