// Certificates of a listener: read, checked and, when the files change, read again. Running connections keep the
// certificate they started with; files that became bad leave the old ones in use.
import type { SecureVersion, TlsOptions } from 'node:tls';
import type { Logger } from '@spoor/core';
import { opensslCiphers } from './cipher-suites.ts';
import { FileChanges } from './file-changes.ts';
import { checkedPem, readPem } from './read-pem.ts';
import { isOldTls, type TlsServerConfig } from './tls-server-config.ts';

export interface ServerTls {
  /** What the files hold now, for node:tls, node:https and node:http2 servers. */
  options(): TlsOptions;
  /** `apply` gets fresh options after each good reload. The answer ends it. */
  onReload(apply: (options: TlsOptions) => void): () => void;
  /** Stops watching. Idempotent. */
  close(): void;
}

/**
 * Reads the files of `--PREFIX.tls.*` and watches them; null when TLS is off. Throws CONFIG_INVALID that names
 * the flag and the path. The caller closes what it was given.
 */
export function openServerTls(prefix: string, config: TlsServerConfig, logger: Logger): ServerTls | null {
  return config.tlsEnabled ? new WatchedServerTls(prefix, config, logger) : null;
}

class WatchedServerTls implements ServerTls {
  readonly #prefix: string;
  readonly #config: TlsServerConfig;
  readonly #logger: Logger;
  readonly #listeners = new Set<(options: TlsOptions) => void>();
  readonly #changes: FileChanges;
  #options: TlsOptions;

  constructor(prefix: string, config: TlsServerConfig, logger: Logger) {
    this.#prefix = prefix;
    this.#config = config;
    this.#logger = logger;
    const paths = [config.tlsCert, config.tlsKey, config.tlsClientCa].filter((path) => path !== '');
    // Watched before they are read, so that a change in between is seen.
    this.#changes = new FileChanges(paths, config.tlsReloadIntervalMs, () => this.#reload());
    try {
      this.#options = readOptions(prefix, config);
    } catch (error) {
      this.#changes.close();
      throw error;
    }
  }

  options(): TlsOptions {
    return this.#options;
  }

  onReload(apply: (options: TlsOptions) => void): () => void {
    this.#listeners.add(apply);
    return () => void this.#listeners.delete(apply);
  }

  close(): void {
    this.#changes.close();
    this.#listeners.clear();
  }

  #reload(): void {
    try {
      this.#options = readOptions(this.#prefix, this.#config);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.warn('kept the old certificate: the new one is not usable', { reason });
      return;
    }
    for (const apply of this.#listeners) apply(this.#options);
    this.#logger.info('certificate reloaded', { cert: this.#config.tlsCert });
  }
}

function readOptions(prefix: string, config: TlsServerConfig): TlsOptions {
  const flag = (name: string): string => `--${prefix}.tls.${name}`;
  const cert = readPem(flag('cert'), config.tlsCert);
  const key = readPem(flag('key'), config.tlsKey);
  const ciphers = opensslCiphers(config.tlsCipherSuites, isOldTls(config));
  const options: TlsOptions = {
    cert,
    key,
    minVersion: tlsVersion(config.tlsMinVersion, 'TLSv1.2'),
    maxVersion: tlsVersion(config.tlsMaxVersion, 'TLSv1.3'),
    handshakeTimeout: 10_000,
    ...(ciphers === undefined ? {} : { ciphers }),
  };
  checkedPem(`${flag('cert')}=${config.tlsCert}`, { cert });
  checkedPem(`${flag('key')}=${config.tlsKey}`, { key });
  checkedPem(`${flag('cert')}=${config.tlsCert} with ${flag('key')}=${config.tlsKey}`, { cert, key });
  if (config.tlsClientCa === '') return options;
  const ca = readPem(flag('client-ca'), config.tlsClientCa);
  checkedPem(`${flag('client-ca')}=${config.tlsClientCa}`, { ca });
  return { ...options, ca, requestCert: true, rejectUnauthorized: true };
}

/** '' gives `fallback`. */
function tlsVersion(text: string, fallback: SecureVersion): SecureVersion {
  const versions: Readonly<Record<string, SecureVersion>> = {
    '1.0': 'TLSv1',
    '1.1': 'TLSv1.1',
    '1.2': 'TLSv1.2',
    '1.3': 'TLSv1.3',
  };
  return versions[text] ?? fallback;
}
