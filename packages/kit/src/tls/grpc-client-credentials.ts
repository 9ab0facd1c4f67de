// A gRPC channel's credentials from certificate files, following their reloads: each new connection is made with what
// the files hold then. grpc-js' own would send an IP address as a server name, and wait for ever for a server that
// takes the connection and says nothing.
import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { CallCredentials, ChannelCredentials, type experimental } from '@grpc/grpc-js';
import type { ClientTls } from './client-tls.ts';

/**
 * `host` is what the server's certificate must name unless a server name is configured. `tls` null = plain text.
 * A server must have said something `timeoutMs` after it took the connection, and have ended a TLS handshake.
 */
export function grpcClientCredentials(tls: ClientTls | null, host: string, timeoutMs: number): ChannelCredentials {
  return new ReloadingCredentials(tls, host, timeoutMs);
}

class ReloadingCredentials extends ChannelCredentials {
  readonly #tls: ClientTls | null;
  readonly #host: string;
  readonly #timeoutMs: number;

  constructor(tls: ClientTls | null, host: string, timeoutMs: number) {
    super();
    this.#tls = tls;
    this.#host = host;
    this.#timeoutMs = timeoutMs;
  }

  override _isSecure(): boolean {
    return this.#tls !== null;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(
    _target: unknown,
    _options: unknown,
    callCredentials: CallCredentials = CallCredentials.createEmpty(),
  ): experimental.SecureConnector {
    return {
      connect: (socket) => this.#connect(socket),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => callCredentials,
      destroy: () => {},
    };
  }

  #connect(socket: Socket): Promise<experimental.SecureConnectResult> {
    const isSilent = (): boolean => socket.bytesRead === 0;
    if (this.#tls === null) {
      destroyAfter(this.#timeoutMs, socket, isSilent);
      return Promise.resolve({ socket, secure: false });
    }
    return this.#handshake(socket, this.#tls.options());
  }

  #handshake(socket: Socket, options: ConnectionOptions): Promise<experimental.SecureConnectResult> {
    return new Promise((resolve, reject) => {
      const name = options.servername ?? this.#host;
      let shaken = false;
      const secured = connect({
        ...options,
        socket,
        host: name,
        ALPNProtocols: ['h2'],
        // An address cannot be asked for by name (RFC 6066); the certificate is compared with it all the same.
        servername: isIP(name) === 0 ? name : '',
      });
      const onClose = (): void => reject(new Error('closed during the TLS handshake'));
      destroyAfter(this.#timeoutMs, secured, () => !shaken || secured.bytesRead === 0);
      secured.once('error', reject);
      secured.once('close', onClose);
      secured.once('secureConnect', () => {
        shaken = true;
        secured.off('error', reject);
        secured.off('close', onClose);
        resolve({ socket: secured, secure: true });
      });
    });
  }
}

function destroyAfter(ms: number, socket: Socket, isStuck: () => boolean): void {
  const timer = setTimeout(() => {
    if (isStuck()) socket.destroy(new Error(`the server said nothing for ${ms} ms`));
  }, ms).unref();
  socket.once('close', () => clearTimeout(timer));
}
