// Certificate files, with errors that name the flag and the path.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { TracingError } from '@spoor/core';

/** `flag` with its dashes. */
export function readPem(flag: string, path: string): Buffer {
  let pem: Buffer;
  try {
    pem = readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new TracingError(
      'CONFIG_INVALID',
      `${flag}: cannot read ${path} (${reason}); give a PEM file that this process may read`,
      { cause },
    );
  }
  if (pem.includes('-----BEGIN ')) return pem;
  throw new TracingError('CONFIG_INVALID', `${flag}: ${path} is not a PEM file`);
}

/** OpenSSL parses the parts now, so that a bad file is an error line and not a failed handshake. */
export function checkedPem(what: string, parts: { cert?: Buffer; key?: Buffer; ca?: Buffer }): void {
  try {
    createSecureContext(parts);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TracingError('CONFIG_INVALID', `${what} is not usable: ${reason}`, { cause });
  }
}
