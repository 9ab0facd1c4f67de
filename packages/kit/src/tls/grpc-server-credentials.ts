// A gRPC server's credentials from a listener's certificates, following their reloads. grpc-js applies new
// contexts to its open listeners and leaves running connections alone.
import type { TlsOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import type { ServerTls } from './server-tls.ts';

/** `tls` null = plain text. The credentials live as long as `tls`. */
export function grpcServerCredentials(tls: ServerTls | null): ServerCredentials {
  return tls === null ? ServerCredentials.createInsecure() : new ReloadingCredentials(tls);
}

class ReloadingCredentials extends ServerCredentials {
  constructor(tls: ServerTls) {
    // Client certificates are asked for once and for all: the flag cannot change while the process runs.
    const { requestCert, rejectUnauthorized, handshakeTimeout } = tls.options();
    super(
      {
        ...(requestCert === undefined ? {} : { requestCert }),
        ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
        ...(handshakeTimeout === undefined ? {} : { handshakeTimeout }),
      },
      contextOf(tls.options()),
    );
    tls.onReload((options) => this.updateSecureContextOptions(contextOf(options)));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf(options: TlsOptions): NonNullable<ConstructorParameters<typeof ServerCredentials>[1]> {
  const { cert, key, ca, ciphers, minVersion, maxVersion } = options;
  return {
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca }),
    ...(ciphers === undefined ? {} : { ciphers }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  };
}
