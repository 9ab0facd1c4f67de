// OTLP over HTTP/1.1 with protobuf bodies, on connections that stay open.
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Outcome, rejectedSpans, type Sender, type SenderOptions } from './sender.ts';

/** Of an error body, for people. */
const MAX_REASON_CHARACTERS = 200;

export function httpSender(options: SenderOptions): Sender {
  const agent = new Agent({ keepAlive: true });
  const url = new URL(`http://${options.endpoint}/v1/traces`);
  const headers = { 'content-type': 'application/x-protobuf', ...Object.fromEntries(options.headers) };
  const { timeoutMs } = options;
  return {
    send: (body) =>
      new Promise((resolve) => {
        const failed = (error: Error): void => resolve({ kind: 'failed', reason: error.message || error.name });
        const request = httpRequest(url, { agent, method: 'POST', headers, timeout: timeoutMs }, (response) => {
          answerOf(response).then(resolve, failed);
        });
        request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
        request.on('error', failed);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function answerOf(response: IncomingMessage): Promise<Outcome> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { statusCode = 0 } = response;
  if (statusCode === 200) return { kind: 'ok', rejected: rejectedSpans(body) };
  return { kind: 'refused', reason: `${statusCode}: ${body.toString('utf8', 0, MAX_REASON_CHARACTERS)}` };
}
