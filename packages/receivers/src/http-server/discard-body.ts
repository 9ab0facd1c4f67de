import type { IncomingMessage } from 'node:http';

/**
 * Reads and throws away what is still to come of a request that was answered before its end, so that the
 * connection serves the next one. A sender that goes on beyond `maxBytes` is cut off.
 */
export function discardBody(request: IncomingMessage, maxBytes: number): void {
  if (request.readableEnded || request.destroyed) return;
  let seenBytes = 0;
  request.on('data', (chunk: Buffer) => {
    seenBytes += chunk.length;
    if (seenBytes > maxBytes) request.destroy();
  });
  request.on('error', () => undefined); // cut off by either side
  request.resume();
}
