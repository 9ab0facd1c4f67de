// The six --PREFIX.tls.* fields of whatever connects to another service, and the options they make.
import type { ConnectionOptions } from 'node:tls';
import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { checkedPem, readPem } from './read-pem.ts';
import { usualAuthorities } from './usual-authorities.ts';

export interface TlsClientConfig {
  readonly tlsEnabled: boolean;
  /** Path of a PEM file with the authorities to trust; '' = those of the system and the runtime. */
  readonly tlsCa: string;
  readonly tlsCert: string;
  readonly tlsKey: string;
  /** '' = the host that is connected to. */
  readonly tlsServerName: string;
  readonly tlsSkipHostVerify: boolean;
}

/** Fields for `prefix`, e.g. `reporter.grpc`. */
export function tlsClientFields(prefix: string): ConfigSpec<TlsClientConfig>['fields'] {
  const text = { type: 'string', default: '' } as const;
  return {
    tlsEnabled: {
      flag: `${prefix}.tls.enabled`,
      type: 'bool',
      default: false,
      aliases: [`${prefix}.tls`],
      help: 'Connects with TLS.',
    },
    tlsCa: {
      ...text,
      flag: `${prefix}.tls.ca`,
      help: 'PEM file with the authorities to trust; none is those of the system.',
    },
    tlsCert: { ...text, flag: `${prefix}.tls.cert`, help: 'PEM file with the certificate to show.' },
    tlsKey: { ...text, flag: `${prefix}.tls.key`, help: 'PEM file with its private key.' },
    tlsServerName: {
      ...text,
      flag: `${prefix}.tls.server-name`,
      help: 'Name that the certificate must bear; none is the host connected to.',
    },
    tlsSkipHostVerify: {
      flag: `${prefix}.tls.skip-host-verify`,
      type: 'bool',
      default: false,
      help: 'Accepts any certificate. Whoever is in between can read everything.',
    },
  };
}

/** Jaeger's rules across the fields; call it in the spec's own check. */
export function checkTlsClient(prefix: string, config: TlsClientConfig): ConfigCheck {
  const p = `--${prefix}.tls`;
  const { tlsCa, tlsCert, tlsKey, tlsServerName, tlsSkipHostVerify } = config;
  if (!config.tlsEnabled) {
    const anySet = tlsSkipHostVerify || [tlsCa, tlsCert, tlsKey, tlsServerName].some((text) => text !== '');
    return { errors: anySet ? [`${p}.* options cannot be used when ${p}.enabled is false`] : [], warnings: [] };
  }
  return {
    errors: (tlsCert === '') === (tlsKey === '') ? [] : [`${p}.cert and ${p}.key are given together or not at all`],
    warnings: tlsSkipHostVerify ? [`${p}.skip-host-verify accepts any certificate`] : [],
  };
}

/** For tls.connect and what builds on it; null when TLS is off. Throws CONFIG_INVALID that names flag and path. */
export function tlsClientOptions(prefix: string, config: TlsClientConfig): ConnectionOptions | null {
  if (!config.tlsEnabled) return null;
  const read = (name: string, path: string): Buffer | undefined =>
    path === '' ? undefined : readPem(`--${prefix}.tls.${name}`, path);
  const ca = read('ca', config.tlsCa);
  const cert = read('cert', config.tlsCert);
  const key = read('key', config.tlsKey);
  if (ca !== undefined) checkedPem(`--${prefix}.tls.ca=${config.tlsCa}`, { ca });
  if (cert !== undefined && key !== undefined) {
    checkedPem(`--${prefix}.tls.cert=${config.tlsCert} with --${prefix}.tls.key=${config.tlsKey}`, { cert, key });
  }
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: !config.tlsSkipHostVerify,
    ca: ca ?? [...usualAuthorities()],
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(config.tlsServerName === '' ? {} : { servername: config.tlsServerName }),
  };
}
