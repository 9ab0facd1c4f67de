import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { testDeps } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failed } from '../../src/http/failed.ts';
import { readBody } from '../../src/http/read-body.ts';

const MAX_BYTES = 1_000;

/** Sends `chunks`; the server answers with the length it read. */
async function upload(
  chunks: readonly Buffer[],
  headers: Record<string, string | number> = {},
): Promise<readonly [number, string]> {
  const { logger } = testDeps();
  const server = createServer((request, response) => {
    readBody(request, MAX_BYTES).then(
      (body) => response.end(String(body.length)),
      (thrown: unknown) => failed(response, thrown, logger),
    );
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers, agent: false });
  request.on('error', () => {}); // the server hangs up while we still write
  for (const chunk of chunks) request.write(chunk);
  if (headers['content-length'] === undefined) request.end();
  else request.flushHeaders();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  request.destroy();
  return [response.statusCode ?? 0, text];
}

describe('readBody', () => {
  test('joins what comes in pieces', async () => {
    expect(await upload([Buffer.alloc(400), Buffer.alloc(600)])).toEqual([200, '1000']);
  });

  test('refuses what turns out too large, and the sender reads why', async () => {
    const [status, text] = await upload([Buffer.alloc(600), Buffer.alloc(600)]);
    expect(status).toBe(413);
    expect(JSON.parse(text).errors[0].msg).toBe('request body is larger than 1000 bytes');
  });

  test('refuses a declared length before the body comes', async () => {
    expect((await upload([], { 'content-length': 1_001 }))[0]).toBe(413);
  });
});
