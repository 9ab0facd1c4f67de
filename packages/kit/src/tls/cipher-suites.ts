// Cipher suites by the names Go and IANA use, as OpenSSL wants them.
import { DEFAULT_CIPHERS } from 'node:tls';
import { nearestName } from '../config/nearest-name.ts';

/** Up to TLS 1.2. */
const OPENSSL_NAMES: ReadonlyMap<string, string> = new Map([
  ['TLS_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA'],
  ['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA'],
  ['TLS_RSA_WITH_AES_128_CBC_SHA256', 'AES128-SHA256'],
  ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'AES256-GCM-SHA384'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', 'ECDHE-ECDSA-AES128-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'ECDHE-RSA-AES128-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
]);

/** Of TLS 1.3; Go always offers all three, whatever the list says. */
const TLS13_SUITES = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** What is wrong with the list, or null. Suites that OpenSSL no longer has (RC4, 3DES) count as unknown. */
export function cipherListProblem(names: readonly string[]): string | null {
  const unknown = names.find((name) => !OPENSSL_NAMES.has(name) && !TLS13_SUITES.includes(name));
  if (unknown === undefined) return null;
  const nearest = nearestName(unknown, [...OPENSSL_NAMES.keys(), ...TLS13_SUITES]) ?? TLS13_SUITES[0];
  return `unknown cipher suite ${unknown}; did you mean ${nearest}?`;
}

/**
 * The `ciphers` option of node:tls; undefined leaves its default. `isOld` = versions below 1.2 are served too, which
 * OpenSSL refuses to do at its own level of security, whatever the minimal version.
 */
export function opensslCiphers(names: readonly string[], isOld: boolean): string | undefined {
  const legacy = names.map((name) => OPENSSL_NAMES.get(name)).filter((name) => name !== undefined);
  const chosen = names.length === 0 ? [] : [...TLS13_SUITES, ...new Set(legacy)];
  if (isOld) return [...(chosen.length === 0 ? [DEFAULT_CIPHERS] : chosen), '@SECLEVEL=0'].join(':');
  return chosen.length === 0 ? undefined : chosen.join(':');
}
