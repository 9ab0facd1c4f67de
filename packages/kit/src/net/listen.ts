// Binding a listener, with errors an operator can act on.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { TracingError } from '@spoor/core';
import { hostPortText, isEveryInterface, parseHostPort } from './host-port.ts';

/**
 * Binds `server` to `hostPort` (as a host-port field holds it; no host or 0.0.0.0 = every interface, IPv6 and IPv4). Resolves
 * with the bound address, `host:port`. Throws CONFIG_INVALID that names `flag` (without dashes) and the cure.
 */
export async function listen(server: Server, hostPort: string, flag: string): Promise<string> {
  const address = parseHostPort(hostPort);
  if (address === null) throw new TracingError('CONFIG_INVALID', `--${flag}: "${hostPort}" is not a host:port`);
  try {
    // As Go: a name that has both kinds of address, localhost above all, is bound to the IPv4 one.
    const host = isEveryInterface(address) ? undefined : (await lookup(address.host, { order: 'ipv4first' })).address;
    server.listen({ port: address.port, ...(host === undefined ? {} : { host }) });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(hostPort, flag, error instanceof Error ? error : new Error(String(error)));
  }
  const bound = server.address();
  return bound === null || typeof bound === 'string' ? hostPort : boundText(bound);
}

function boundText(bound: AddressInfo): string {
  return hostPortText({ host: bound.address, port: bound.port });
}

const REASONS: readonly (readonly [code: string, reason: string])[] = [
  ['EADDRINUSE', 'address already in use; choose another port or stop the other process'],
  ['EACCES', 'permission denied; choose a port of 1024 or above'],
  ['EADDRNOTAVAIL', 'this machine has no such address; choose one of its own, or none for every interface'],
  ['ENOTFOUND', 'the host name is unknown; choose an address of this machine'],
  ['EAI_AGAIN', 'the host name cannot be resolved now; choose an address of this machine'],
];

/** CONFIG_INVALID for a failed bind, whether node or gRPC reported it. */
export function listenError(hostPort: string, flag: string, error: Error): TracingError {
  const text = `${'code' in error ? String(error.code) : ''} ${error.message}`;
  const reason = REASONS.find(([code]) => text.includes(code))?.[1] ?? error.message;
  return new TracingError('CONFIG_INVALID', `cannot listen on ${hostPort} (--${flag}): ${reason}`, { cause: error });
}
