import { expect, test } from 'vitest';
import { type Door, jaegerDoor } from '../support/doors.ts';
import { httpClient, rawConnection } from '../support/http-client.ts';
import { thriftBody } from '../support/thrift-payload.ts';

const NAME = 'jaeger_collector_http_request_duration';
const OTHER = { method: 'other', path: 'other', status: 'other' };

/** Resolves once so many requests have this label set. */
async function observed(door: Door, count: number, labels: Readonly<Record<string, string>>): Promise<void> {
  const seen = (): number => {
    try {
      return door.deps.metric(NAME, labels);
    } catch {
      return 0; // not registered yet
    }
  };
  while (seen() < count) await new Promise((resolve) => setImmediate(resolve));
  expect(seen()).toBe(count);
}

test('requests are timed by method, path and status, the query left out', async () => {
  const door = await jaegerDoor();
  const client = httpClient(door.address);
  const headers = { 'content-type': 'application/x-thrift' };
  for (const format of ['jaeger.thrift', 'other'])
    await client.post(thriftBody(), { path: `/api/traces?format=${format}`, headers });
  await client.post('', { path: '/api/traces', headers });
  await client.post('', { path: '/api/sampling?service=a', method: 'GET' });
  await client.post('', { path: '/nope', method: 'PUT' });
  await observed(door, 2, { method: 'POST', path: '/api/traces', status: '202' });
  await observed(door, 1, { method: 'POST', path: '/api/traces', status: '400' });
  await observed(door, 1, { method: 'GET', path: '/api/sampling', status: '200' });
  await observed(door, 1, { method: 'PUT', path: '/nope', status: '404' });
  expect(door.deps.metric(NAME, OTHER)).toBe(0);
});

test('a request whose sender went away before the answer has status 0', async () => {
  const door = await jaegerDoor();
  door.sink.held = true;
  const { socket } = rawConnection(door.address);
  const head = 'POST /api/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\n';
  socket.write(`${head}Content-Length: ${thriftBody().length}\r\n\r\n`);
  socket.write(thriftBody());
  await door.sink.arrived(1);
  socket.destroy();
  await observed(door, 1, { method: 'POST', path: '/api/traces', status: '0' });
});

test('after a thousand label sets the rest is other, long paths at once', async () => {
  const door = await jaegerDoor();
  const client = httpClient(door.address, 20);
  await client.post('', { path: `/${'x'.repeat(1_000)}` });
  await observed(door, 1, OTHER);
  await Promise.all(Array.from({ length: 1_050 }, (_, n) => client.post('', { path: `/${n}` })));
  await observed(door, 51, OTHER);
});
