// Certificates made by the openssl program for one test run.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Authority {
  readonly folder: string;
  /** PEM file with the authority's own certificate. */
  readonly caPath: string;
  /** A certificate for localhost and 127.0.0.1 with this common name; paths of PEM files. */
  issue(commonName: string): { readonly certPath: string; readonly keyPath: string };
}

/** On every machine that has git or a CI image. */
const OPENSSL = 'openssl';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function certificateAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'kit-tls-'));
  const at = (file: string): string => join(folder, file);
  const openssl = (...args: readonly string[]): void => void execFileSync(OPENSSL, args, { stdio: 'pipe' });
  openssl('req', '-x509', ...KEY, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', `/CN=${name}`);
  let serial = 0;
  return {
    folder,
    caPath: at('ca.pem'),
    issue(commonName) {
      const base = `${commonName}-${++serial}`;
      writeFileSync(at(`${base}.ext`), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
      openssl('req', ...KEY, '-keyout', at(`${base}.key`), '-out', at(`${base}.csr`), '-subj', `/CN=${commonName}`);
      openssl(
        ...['x509', '-req', '-in', at(`${base}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
        ...['-set_serial', String(serial), '-days', '2', '-extfile', at(`${base}.ext`), '-out', at(`${base}.pem`)],
      );
      return { certPath: at(`${base}.pem`), keyPath: at(`${base}.key`) };
    },
  };
}

/** Puts the certificate and key of `from` where `to` is read. */
export function replaceCertificate(
  to: { readonly certPath: string; readonly keyPath: string },
  from: { readonly certPath: string; readonly keyPath: string },
): void {
  writeFileSync(to.keyPath, readFileSync(from.keyPath));
  writeFileSync(to.certPath, readFileSync(from.certPath));
}
