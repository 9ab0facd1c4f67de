import type { IncomingMessage } from 'node:http';
import { TracingError } from '@spoor/core';

/** The whole body; throws PAYLOAD_TOO_LARGE once more than `maxBytes` have come. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maxBytes) throw new TracingError('PAYLOAD_TOO_LARGE', `request body is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
