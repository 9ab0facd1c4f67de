// Certificates made by the openssl program for one test run.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM files. */
export interface Certificate {
  readonly certPath: string;
  readonly keyPath: string;
}

/** What a client trusts, and who it is; without cert it is nobody. */
export interface TlsIdentity {
  readonly ca: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** On every machine that has git or a CI image. */
const OPENSSL = 'openssl';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export class CertificateAuthority {
  readonly caPath: string;
  readonly #folder: string;
  readonly #name: string;
  #serial = 0;

  /** Files go to `folder`, which is the caller's. */
  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
    this.caPath = this.#at('pem');
    openssl(
      'req',
      '-x509',
      ...KEY,
      '-keyout',
      this.#at('key'),
      '-out',
      this.caPath,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    );
  }

  /** For localhost and 127.0.0.1. */
  issue(commonName: string): Certificate {
    const base = `${commonName}-${++this.#serial}`;
    const [certPath, keyPath, request, extensions] = ['pem', 'key', 'csr', 'ext'].map((kind) =>
      this.#at(`${base}.${kind}`),
    ) as [string, string, string, string];
    writeFileSync(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    openssl('req', ...KEY, '-keyout', keyPath, '-out', request, '-subj', `/CN=${commonName}`);
    openssl(
      ...['x509', '-req', '-in', request, '-CA', this.caPath, '-CAkey', this.#at('key'), '-days', '2'],
      ...['-set_serial', String(this.#serial), '-extfile', extensions, '-out', certPath],
    );
    return { certPath, keyPath };
  }

  /** A client that trusts this authority and shows `certificate`. */
  identity(certificate?: Certificate): TlsIdentity {
    const ca = readFileSync(this.caPath);
    if (certificate === undefined) return { ca };
    return { ca, cert: readFileSync(certificate.certPath), key: readFileSync(certificate.keyPath) };
  }

  #at(ending: string): string {
    return join(this.#folder, `${this.#name}.${ending}`);
  }
}

/** Puts the files of `from` where those of `to` are read. */
export function replaceCertificate(to: Certificate, from: Certificate): void {
  copyFileSync(from.keyPath, to.keyPath);
  copyFileSync(from.certPath, to.certPath);
}

function openssl(...args: readonly string[]): void {
  execFileSync(OPENSSL, args, { stdio: 'pipe' });
}
