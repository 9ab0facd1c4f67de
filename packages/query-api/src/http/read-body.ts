import type { IncomingMessage } from 'node:http';
import { TracingError } from '@spoor/core';

/**
 * The whole body; throws PAYLOAD_TOO_LARGE as soon as it is known to be larger than `maxBytes`. The rest is
 * left unread, so the answer must close the connection.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the socket: the refusal still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(maxBytes: number): TracingError {
  return new TracingError('PAYLOAD_TOO_LARGE', `request body is larger than ${maxBytes} bytes`);
}
