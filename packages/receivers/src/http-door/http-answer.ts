// What a door answers, and how it is sent without keeping the sender's connection from its next request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { discardBody } from '../http-server/discard-body.ts';

/** Of a body as received, and of one once inflated. */
export const MAX_BODY_BYTES: number = 20 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  /** Content-Length is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** `text` and a line feed, as Go's http.Error answers. */
export function plainText(status: number, text: string): HttpAnswer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { status, headers, body: `${text}\n` };
}

/** After the whole body was read. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (response.destroyed) return; // nobody is there to read it
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, { ...headers, 'Content-Length': length });
  response.end(body);
}

/** When the body may not be read yet, or not to its end. */
export function refuse(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
  sendAnswer(response, answer);
  discardBody(request, MAX_BODY_BYTES);
}
