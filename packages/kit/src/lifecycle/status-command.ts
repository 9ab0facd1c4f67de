// `status`: asks the admin server of a running service how it is. Its address and TLS are those of the service's own
// configuration, as far as environment and file tell; what was only on the service's command line must be said again.
import { get, type RequestOptions } from 'node:http';
import { get as getSecurely } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { type ConfigSpec, TracingError } from '@spoor/core';
import { type CommonConfig, commonConfig } from '../config/common-config.ts';
import { loadConfig } from '../config/load-config.ts';
import { parseHostPort } from '../net/host-port.ts';
import { readPem } from '../tls/read-pem.ts';
import { checkTlsClient, type TlsClientConfig, tlsClientFields, tlsClientOptions } from '../tls/tls-client-config.ts';
import type { CommandContext } from './command-context.ts';

interface StatusConfig extends TlsClientConfig {
  readonly hostPort: string;
}

const PREFIX = 'status.http';
const TIMEOUT_MS = 5_000;

export const statusSpec: ConfigSpec<StatusConfig> = {
  title: 'status',
  fields: {
    hostPort: {
      flag: `${PREFIX}.host-port`,
      type: 'string',
      default: '',
      help: 'Admin address of the service; none is that of this configuration, on this machine.',
    },
    ...tlsClientFields(PREFIX),
  },
  check: (config) => checkTlsClient(PREFIX, config),
};

/** Prints the answer; 0 when the service is available. */
export async function askStatus({ sources, adminHostPort, print }: CommandContext): Promise<number> {
  const common = commonConfig({ adminHostPort, listenHost: '', shutdownDelayMs: 0 });
  const { configs } = await loadConfig({ status: statusSpec, common }, { ...sources, ignoreUnknownKeys: true });
  const text = configs.status.hostPort || configs.common.adminHostPort;
  const address = parseHostPort(text);
  if (address === null) {
    throw new TracingError('CONFIG_INVALID', `invalid value "${text}" for --${PREFIX}.host-port: expected host:port`);
  }
  const host = reachable(address.host);
  const tls = tlsClientOptions(PREFIX, configs.status) ?? ownTls(configs.common);
  return ask({ host, port: address.port, path: '/', timeout: TIMEOUT_MS }, tls, text, print);
}

function ask(
  target: RequestOptions,
  tls: ConnectionOptions | null,
  text: string,
  print: (text: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const request = tls === null ? get(target) : getSecurely({ ...target, ...tls });
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', print);
      response.on('end', () => {
        print('\n');
        resolve(response.statusCode === 200 ? 0 : 1);
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error) => {
      const hungUp = tls === null && 'code' in error && error.code === 'ECONNRESET';
      const hint = hungUp ? `; if it serves TLS, give --${PREFIX}.tls.enabled` : '';
      print(`cannot reach ${text} (--${PREFIX}.host-port): ${error.message || String(error)}${hint}\n`);
      resolve(1);
    });
  });
}

/** A service that listens everywhere is asked on this machine. */
function reachable(host: string): string {
  return host === '' || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

/** The other side is this very service: it must show the configured certificate, whatever that names. */
function ownTls(config: CommonConfig): ConnectionOptions | null {
  if (!config.tlsEnabled) return null;
  const cert = readPem('--admin.http.tls.cert', config.tlsCert);
  const key = config.tlsClientCa === '' ? undefined : readPem('--admin.http.tls.key', config.tlsKey);
  return {
    ca: cert,
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
    ...(key === undefined ? {} : { cert, key }),
  };
}
