// Opening a UDP socket with the same errors as any other listener.
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { TracingError } from '@spoor/core';
import { isEveryInterface, listenError, parseHostPort } from '@spoor/kit';

/** An address a socket is bound to. */
interface LocalAddress {
  readonly type: 'udp4' | 'udp6';
  readonly host: string;
}

const EVERY_IPV6_AND_IPV4: LocalAddress = { type: 'udp6', host: '::' };
const EVERY_IPV4: LocalAddress = { type: 'udp4', host: '0.0.0.0' };

/**
 * A socket bound to `hostPort` (as a host-port field holds it; no host or 0.0.0.0 = every interface, IPv6 and IPv4). Throws
 * CONFIG_INVALID that names `flag` (without dashes) and the cure.
 */
export async function bindUdp(hostPort: string, flag: string): Promise<Socket> {
  const address = parseHostPort(hostPort);
  if (address === null) throw new TracingError('CONFIG_INVALID', `--${flag}: "${hostPort}" is not a host:port`);
  try {
    if (!isEveryInterface(address)) return await open(await resolve(address.host), address.port);
    return await open(EVERY_IPV6_AND_IPV4, address.port).catch((error: unknown) => {
      if (!isWithoutIpv6(error)) throw error;
      return open(EVERY_IPV4, address.port);
    });
  } catch (error) {
    throw listenError(hostPort, flag, error instanceof Error ? error : new Error(String(error)));
  }
}

/** As Go: a name that has both kinds of address, localhost above all, is bound to the IPv4 one. */
async function resolve(name: string): Promise<LocalAddress> {
  const { address, family } = await lookup(name, { order: 'ipv4first' });
  return { type: family === 6 ? 'udp6' : 'udp4', host: address };
}

async function open({ type, host }: LocalAddress, port: number): Promise<Socket> {
  const socket = createSocket({ type });
  try {
    // Not shared with other processes of a cluster: each would have to hand its packets on.
    socket.bind({ address: host, port, exclusive: true });
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
  return socket;
}

function isWithoutIpv6(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' || code === 'EINVAL';
}
