// Certificates of whatever connects: read, checked and, when the files change, read again. Running connections keep
// what they started with; files that became bad leave the old ones in use.
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import type { Logger } from '@spoor/core';
import { FileChanges } from './file-changes.ts';
import { type TlsClientConfig, tlsClientOptions } from './tls-client-config.ts';

export interface ClientTls {
  /** What the files hold now, for tls.connect and what builds on it. */
  options(): ConnectionOptions;
  /** Stops watching. Idempotent. */
  close(): void;
}

/** For file systems whose changes cannot be watched. */
const POLL_MS = 60_000;

/**
 * Reads the files of `--PREFIX.tls.*` and watches them; null when TLS is off. Throws CONFIG_INVALID that names
 * the flag and the path. The caller closes what it was given.
 */
export function openClientTls(prefix: string, config: TlsClientConfig, logger: Logger): ClientTls | null {
  if (!config.tlsEnabled) return null;
  const paths = [config.tlsCa, config.tlsCert, config.tlsKey].filter((path) => path !== '');
  let options: ConnectionOptions = {};
  const read = (): ConnectionOptions => {
    const { ca, cert, key, minVersion, ...rest } = tlsClientOptions(prefix, config) ?? {};
    // Parsed once, not for each connection: the usual authorities are hundreds.
    return { ...rest, secureContext: createSecureContext({ ca, cert, key, minVersion }) };
  };
  // Watched before they are read, so that a change in between is seen.
  const changes = new FileChanges(paths, paths.length === 0 ? 0 : POLL_MS, () => {
    try {
      options = read();
      logger.info('certificates reloaded', { for: prefix });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn('kept the old certificates: the new ones are not usable', { for: prefix, reason });
    }
  });
  try {
    options = read();
  } catch (error) {
    changes.close();
    throw error;
  }
  return { options: () => options, close: () => changes.close() };
}
