// The eight --PREFIX.tls.* fields of a listener, to be spread into the spec of whatever listens.
import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { cipherListProblem } from './cipher-suites.ts';

export interface TlsServerConfig {
  readonly tlsEnabled: boolean;
  /** Path of a PEM file, the server's certificate first, then its chain. */
  readonly tlsCert: string;
  readonly tlsKey: string;
  /** Path of a PEM file; given, a client must show a certificate signed by one of these. */
  readonly tlsClientCa: string;
  readonly tlsCipherSuites: readonly string[];
  readonly tlsMinVersion: string;
  readonly tlsMaxVersion: string;
  readonly tlsReloadIntervalMs: number;
}

const DEFAULT_MIN_VERSION = '1.2';
const VERSIONS = ['', '1.0', '1.1', '1.2', '1.3'] as const;

/** Fields for `prefix`, e.g. `collector.otlp.grpc`. */
export function tlsServerFields(prefix: string): ConfigSpec<TlsServerConfig>['fields'] {
  return {
    tlsEnabled: {
      flag: `${prefix}.tls.enabled`,
      type: 'bool',
      default: false,
      aliases: [`${prefix}.tls`],
      help: 'Serves TLS only.',
    },
    tlsCert: { flag: `${prefix}.tls.cert`, type: 'string', default: '', help: 'PEM file with the certificate chain.' },
    tlsKey: { flag: `${prefix}.tls.key`, type: 'string', default: '', help: 'PEM file with the private key.' },
    tlsClientCa: {
      flag: `${prefix}.tls.client-ca`,
      type: 'string',
      default: '',
      aliases: [`${prefix}.tls.client.ca`],
      help: 'PEM file with authorities; clients must show a certificate that one of them signed.',
    },
    tlsCipherSuites: {
      flag: `${prefix}.tls.cipher-suites`,
      type: 'strings',
      default: [],
      help: 'Cipher suites up to TLS 1.2 by their IANA names; empty leaves the choice to the runtime.',
    },
    tlsMinVersion: {
      flag: `${prefix}.tls.min-version`,
      type: 'string',
      default: '',
      oneOf: VERSIONS,
      help: 'Lowest TLS version; empty is 1.2.',
    },
    tlsMaxVersion: {
      flag: `${prefix}.tls.max-version`,
      type: 'string',
      default: '',
      oneOf: VERSIONS,
      help: 'Highest TLS version; empty is 1.3.',
    },
    tlsReloadIntervalMs: {
      flag: `${prefix}.tls.reload-interval`,
      type: 'duration',
      default: 0,
      min: 0,
      help: 'Also compares the files this often; changes are noticed by a file watch in any case. 0s is never.',
    },
  };
}

/** Jaeger's rules across the fields; call it in the spec's own check. */
export function checkTlsServer(prefix: string, config: TlsServerConfig): ConfigCheck {
  const errors: string[] = [];
  const p = `--${prefix}.tls`;
  if (!config.tlsEnabled) {
    if (isAnySet(config)) errors.push(`${p}.* options cannot be used when ${p}.enabled is false`);
    return { errors, warnings: [] };
  }
  if (config.tlsCert === '' || config.tlsKey === '') {
    errors.push(`${p}.enabled needs both a certificate and its key: give ${p}.cert and ${p}.key`);
  }
  const minVersion = config.tlsMinVersion || DEFAULT_MIN_VERSION;
  if (config.tlsMaxVersion !== '' && minVersion > config.tlsMaxVersion) {
    errors.push(`${p}.min-version=${minVersion} is above ${p}.max-version=${config.tlsMaxVersion}`);
  }
  const problem = cipherListProblem(config.tlsCipherSuites);
  if (problem !== null) errors.push(`${p}.cipher-suites: ${problem}`);
  const warnings = isOldTls(config)
    ? [`${p}.min-version=${minVersion} lets in protocols that are broken; use 1.2`]
    : [];
  return { errors, warnings };
}

/** Whether versions below 1.2 are served. */
export function isOldTls({ tlsMinVersion }: TlsServerConfig): boolean {
  return tlsMinVersion === '1.0' || tlsMinVersion === '1.1';
}

function isAnySet(config: TlsServerConfig): boolean {
  return (
    [config.tlsCert, config.tlsKey, config.tlsClientCa, config.tlsMinVersion, config.tlsMaxVersion].some(
      (text) => text !== '',
    ) ||
    config.tlsCipherSuites.length > 0 ||
    config.tlsReloadIntervalMs > 0
  );
}
