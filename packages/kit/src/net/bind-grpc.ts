// Binding a gRPC server with the same errors as any other listener.
import { logVerbosity, type Server, type ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { TracingError } from '@spoor/core';
import { hostPortText, isEveryInterface, parseHostPort } from './host-port.ts';
import { listenError } from './listen.ts';

/** As `listen`, for gRPC: resolves with the bound `host:port`, throws CONFIG_INVALID. */
export async function bindGrpc(
  server: Server,
  hostPort: string,
  flag: string,
  credentials: ServerCredentials,
): Promise<string> {
  const address = parseHostPort(hostPort);
  if (address === null) throw new TracingError('CONFIG_INVALID', `--${flag}: "${hostPort}" is not a host:port`);
  // grpc-js writes failed binds to stderr by itself; the error thrown here is the one line there should be.
  setLogVerbosity(logVerbosity.NONE);
  const hosts = isEveryInterface(address) ? ['::', '0.0.0.0'] : [address.host];
  for (const [at, host] of hosts.entries()) {
    try {
      const port = await bindOnce(server, hostPortText({ host, port: address.port }), credentials);
      return hostPortText({ host, port });
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      const withoutIpv6 = /EAFNOSUPPORT|EADDRNOTAVAIL/.test(cause.message);
      if (!withoutIpv6 || at === hosts.length - 1) throw listenError(hostPort, flag, cause);
    }
  }
  throw new TracingError('INTERNAL', `--${flag}: no address to bind`);
}

function bindOnce(server: Server, target: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, credentials, (error, port) => (error === null ? resolve(port) : reject(error)));
  });
}
