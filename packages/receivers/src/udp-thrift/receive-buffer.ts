// The kernel's buffer of a socket: what it cannot hold while this process is busy is lost without a trace.
import type { Socket } from 'node:dgram';

/** The default: about 300 packets of 8 KiB and their bookkeeping; the kernel's own holds some tens. */
const DEFAULT_BYTES = 4 * 1024 * 1024;

/** `bytes` 0 = the default. Answers what the kernel granted, in bytes as asked for. */
export function growReceiveBuffer(socket: Socket, bytes: number): { readonly asked: number; readonly granted: number } {
  const asked = bytes === 0 ? DEFAULT_BYTES : bytes;
  try {
    socket.setRecvBufferSize(asked);
  } catch {
    // BSDs refuse what Linux cuts down; either way the granted size tells.
  }
  const size = socket.getRecvBufferSize();
  // Linux doubles what it is asked for, for its bookkeeping, and answers the double.
  return { asked, granted: process.platform === 'linux' ? size / 2 : size };
}

/** For the operator, when `granted` is below `asked`. */
export function receiveBufferCure(asked: number): string {
  return process.platform === 'linux'
    ? `sysctl -w net.core.rmem_max=${asked}, on the host`
    : 'raise the limit of socket buffers of this system';
}
