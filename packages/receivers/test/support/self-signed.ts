// A certificate for 127.0.0.1, made by the openssl program.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** On every machine that has git or a CI image. */
const OPENSSL = 'openssl';

export interface SelfSigned {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: Buffer;
}

export function selfSigned(): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), 'receivers-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const certPath = join(folder, 'cert.pem');
  const keyPath = join(folder, 'key.pem');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyPath];
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(OPENSSL, ['req', '-x509', ...key, ...name, '-days', '2', '-out', certPath], { stdio: 'pipe' });
  return { certPath, keyPath, cert: readFileSync(certPath) };
}
