import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '@spoor/kit';
import { type GrpcQueryConfig, grpcQueryFields } from './grpc-config.ts';
import { parseHeaders } from './http/additional-headers.ts';

export interface HttpQueryConfig extends TlsServerConfig, GrpcQueryConfig {
  readonly hostPort: string;
  readonly basePath: string;
  readonly staticFiles: string;
  readonly logStaticAssetsAccess: boolean;
  readonly uiConfig: string;
  readonly additionalHeaders: readonly string[];
  readonly maxClockSkewMs: number;
  readonly bearerTokenPropagation: boolean;
  readonly enableTracing: boolean;
}

const NOT_YET = 'is accepted for compatibility and has no effect yet';

/** In front of `.tls.*`. */
export const TLS_PREFIX = 'query.http';
export const HOST_PORT_FLAG = 'query.http-server.host-port';

export const httpQueryConfig: ConfigSpec<HttpQueryConfig> = {
  title: 'Query over HTTP',
  fields: {
    hostPort: {
      flag: HOST_PORT_FLAG,
      type: 'host-port',
      default: ':16686',
      aliases: ['query.host-port', 'query.port'],
      help: 'Address of the HTTP API and the page; without a host every interface.',
    },
    basePath: {
      flag: 'query.base-path',
      type: 'string',
      default: '/',
      help: 'Path under which everything is served, e.g. /jaeger behind a proxy.',
    },
    staticFiles: {
      flag: 'query.static-files',
      type: 'string',
      default: '',
      help: 'Folder with index.html and static/ of a UI; empty serves the built-in page.',
    },
    logStaticAssetsAccess: {
      flag: 'query.log-static-assets-access',
      type: 'bool',
      default: false,
      help: 'Log every request for a static file.',
    },
    uiConfig: {
      flag: 'query.ui-config',
      type: 'string',
      default: '',
      help: 'File with the configuration of the UI, .json or .js; read again every 10 s.',
    },
    additionalHeaders: {
      flag: 'query.additional-headers',
      type: 'strings',
      default: [],
      help: 'Header set on every answer, as "Key: Value"; may be repeated.',
    },
    maxClockSkewMs: {
      flag: 'query.max-clock-skew-adjustment',
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Largest correction of clock skew between hosts; 0 corrects none and only reports.',
    },
    bearerTokenPropagation: {
      flag: 'query.bearer-token-propagation',
      type: 'bool',
      default: false,
      help: 'Hand the bearer token of a request on to the store.',
      withoutEffect: NOT_YET,
    },
    enableTracing: {
      flag: 'query.enable-tracing',
      type: 'bool',
      default: false,
      help: 'Trace the requests to the query service itself.',
      withoutEffect: NOT_YET,
    },
    ...tlsServerFields(TLS_PREFIX),
    ...grpcQueryFields(),
  },
  check(config): ConfigCheck {
    const tls = checkTlsServer(TLS_PREFIX, config);
    const own = [...basePathErrors(config.basePath), ...headerErrors(config.additionalHeaders)];
    return { errors: [...own, ...tls.errors], warnings: tls.warnings };
  },
};

function basePathErrors(basePath: string): readonly string[] {
  const fits = basePath === '' || basePath === '/' || (basePath.startsWith('/') && !basePath.endsWith('/'));
  if (fits) return [];
  return [
    `invalid base path '${basePath}'. Must start but not end with a slash '/', e.g. '/jaeger/ui' (query.base-path)`,
  ];
}

function headerErrors(lines: readonly string[]): readonly string[] {
  try {
    parseHeaders(lines);
    return [];
  } catch (thrown) {
    return [`query.additional-headers: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
  }
}
