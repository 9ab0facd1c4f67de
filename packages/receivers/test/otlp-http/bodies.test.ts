// Bodies of every size, encoding and pace, over real connections.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { traceBuilder } from '@spoor/testkit';
import { encodeOtlpJson } from '@spoor/wire';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { expect, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';
import { httpClient, rawConnection } from '../support/http-client.ts';
import { payload } from '../support/otlp-payload.ts';

const MIB = 1024 * 1024;
const OK = Buffer.from([0x0a, 0x00]);

const encodings = [
  { encoding: 'gzip', compress: (bytes: Buffer) => gzipSync(bytes) },
  { encoding: 'deflate', compress: (bytes: Buffer) => deflateSync(bytes) },
  { encoding: 'zlib', compress: (bytes: Buffer) => deflateSync(bytes) },
  { encoding: 'zstd', compress: (bytes: Buffer) => zstdCompressSync(bytes) },
  { encoding: 'snappy', compress: (bytes: Buffer) => compressSync(bytes) },
  { encoding: 'lz4', compress: (bytes: Buffer) => compressFrameSync(bytes) },
] as const;

for (const { encoding, compress } of encodings) {
  const headers = { 'content-encoding': encoding };

  test(`${encoding}: takes spans`, async () => {
    const door = await httpDoor();
    const answer = await httpClient(door.address).post(compress(Buffer.from(payload(50, 300))), { headers });
    expect([answer.status, answer.body]).toEqual([200, OK]);
    expect(door.sink.spans).toBe(50);
  });

  test(`${encoding}: a bomb gets 413, its connection serves the next request`, async () => {
    const door = await httpDoor();
    const client = httpClient(door.address);
    const answer = await client.post(compress(Buffer.alloc(40 * MIB)), { headers });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('the body has more than 20971520 bytes once inflated, the limit is 20971520 bytes');
    expect(await client.post(payload())).toMatchObject({ status: 200, reused: true });
    expect(door.budget.used).toBe(0);
  });

  test(`${encoding}: cut off it gets 400, its connection serves the next request`, async () => {
    const door = await httpDoor();
    const client = httpClient(door.address);
    const compressed = compress(Buffer.from(payload(50, 300)));
    const answer = await client.post(compressed.subarray(0, compressed.length - 5), { headers });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('body cannot be inflated');
    expect(await client.post(payload())).toMatchObject({ status: 200, reused: true });
    expect(door.sink.consumed.length).toBe(1);
  });
}

test('a body that comes byte by byte is taken, with a Content-Length and chunked', async () => {
  const door = await httpDoor();
  const bytes = Buffer.from(payload(1));
  for (const headers of [{ 'content-length': String(bytes.length) }, { 'transfer-encoding': 'chunked' }]) {
    const { request, answer } = httpClient(door.address).open({ headers });
    for (let i = 0; i < bytes.length; i++) {
      await new Promise((resolve) => request.write(bytes.subarray(i, i + 1), resolve));
    }
    request.end();
    expect((await answer).status).toBe(200);
  }
  expect(door.sink.spans).toBe(2);
});

test('a batch owns its bytes: a body of one chunk or many pins no larger buffer', async () => {
  const door = await httpDoor();
  const client = httpClient(door.address);
  for (const bytes of [payload(1), payload(40, 100), payload(900, 1_000)]) {
    await client.post(bytes);
    const kept = door.sink.consumed.at(-1)!.batch.bytes;
    expect(kept.length).toBe(bytes.length);
    expect(kept.buffer.byteLength).toBeLessThanOrEqual(1.25 * kept.length + 64);
  }
});

test('JSON goes through the same bounds and gives the same spans', async () => {
  const door = await httpDoor();
  const spans = traceBuilder([{ operation: 'from-json' }]);
  const json = encodeOtlpJson({ traceId: spans[0]!.traceId, spans });
  const headers = { 'content-type': 'Application/JSON;charset=utf-8', 'content-encoding': 'gzip' };
  const answer = await httpClient(door.address).post(gzipSync(json), { headers });
  expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
    200,
    'application/json',
    '{"partialSuccess":{}}',
  ]);
  expect(door.sink.consumed[0]!.batch.span(0).operation).toBe('from-json');
});

test('an empty body is a request without spans', async () => {
  const door = await httpDoor();
  expect(await httpClient(door.address).post('')).toMatchObject({ status: 200, body: OK });
});

test('a Content-Length over the limit is refused before any of the body is read', async () => {
  const { address, budget } = await httpDoor();
  const connection = rawConnection(address);
  connection.socket.write(
    `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${21 * MIB}\r\n\r\n`,
  );
  const answer = await connection.received('}');
  expect(answer).toContain('HTTP/1.1 413 ');
  expect(answer).toContain(`{"code":8, "message":"the body has ${21 * MIB} bytes, the limit is ${20 * MIB} bytes"}`);
  expect(budget.used).toBe(0);
});

test('a chunked body over the limit is refused, and a sender that does not stop is cut off', async () => {
  const { address, budget } = await httpDoor();
  const connection = rawConnection(address);
  connection.socket.write(
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = Buffer.from(`100000\r\n${'x'.repeat(MIB)}\r\n`);
  const push = (): void => {
    while (!connection.socket.destroyed && connection.socket.write(chunk));
    connection.socket.once('drain', push);
  };
  push();
  expect(await connection.closed).toContain('HTTP/1.1 413 ');
  expect(budget.used).toBe(0);
});

test('a body holds what has arrived of it, not what was announced', async () => {
  const door = await httpDoor({}, { budgetBytes: 20 * MIB });
  for (let i = 0; i < 10; i++) {
    const { request, answer } = httpClient(door.address).open({ headers: { 'content-length': String(10 * MIB) } });
    answer.catch(() => undefined);
    await new Promise((resolve) => request.write('x', resolve));
  }
  await reached(() => door.budget.used > 0);
  expect(door.budget.used).toBeLessThan(MIB);
  expect((await httpClient(door.address).post(payload(900, 1_000))).status).toBe(200);
});

test('chunks of a byte each cost no more memory than their bytes', async () => {
  const door = await httpDoor();
  const { socket } = rawConnection(door.address);
  socket.write(
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const heldBefore = heldBytes();
  const chunks = Buffer.from('1\r\nx\r\n'.repeat(10_000));
  for (let i = 0; i < 60; i++) await new Promise((resolve) => socket.write(chunks, resolve));
  await reached(() => door.budget.used >= 600_000);
  expect(heldBytes() - heldBefore).toBeLessThan(8 * MIB);
});

test('a chunked body takes no more of the budget than is left when it needs less than twice its size', async () => {
  const door = await httpDoor({}, { budgetBytes: 300_000 });
  const { request, answer } = httpClient(door.address).open({ headers: { 'transfer-encoding': 'chunked' } });
  const body = payload(200, 1_000);
  expect(body.length).toBeGreaterThan(200_000);
  for (let at = 0; at < body.length; at += 1_000) {
    await new Promise((resolve) => request.write(body.subarray(at, at + 1_000), resolve));
  }
  request.end();
  expect((await answer).status).toBe(200);
  expect(door.budget.used).toBe(0);
});

test('a sender that goes away in the middle of a body frees its share of the budget', async () => {
  const door = await httpDoor();
  for (const headers of [{ 'content-length': '5000000' }, { 'transfer-encoding': 'chunked' }]) {
    const { request, answer } = httpClient(door.address).open({ headers });
    const aborted = answer.catch((error: Error) => error.message);
    request.write(Buffer.alloc(1_000_000));
    await reached(() => door.budget.used >= 1_000_000);
    request.destroy();
    expect(await aborted).toBe('socket hang up');
    await reached(() => door.budget.used === 0);
  }
  expect(door.sink.consumed).toEqual([]);
});

test('a body that does not come within read-timeout ends with 408, and its share is freed', async () => {
  const door = await httpDoor({ readTimeoutMs: 200, readHeaderTimeoutMs: 150 });
  const connection = rawConnection(door.address);
  connection.socket.write(
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  );
  expect(await connection.closed).toContain('HTTP/1.1 408 ');
  expect(door.budget.used).toBe(0);
});

test('headers that do not come within read-header-timeout end with 408', async () => {
  const door = await httpDoor({ readHeaderTimeoutMs: 150 });
  const connection = rawConnection(door.address);
  connection.socket.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\n');
  expect(await connection.closed).toContain('HTTP/1.1 408 ');
});

test('a connection that asks nothing more is closed after idle-timeout', async () => {
  const door = await httpDoor({ idleTimeoutMs: 100 });
  const connection = rawConnection(door.address);
  connection.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await connection.closed).toContain('404 page not found');
});

test('a sender that asks for 100-continue gets it', async () => {
  const door = await httpDoor();
  const body = payload(3);
  const { request, answer } = httpClient(door.address).open({
    headers: { expect: '100-continue', 'content-length': String(body.length) },
  });
  request.on('continue', () => request.end(body));
  request.flushHeaders();
  expect((await answer).status).toBe(200);
});

/** Of this process, what no collection frees. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Waits for what the server does on its own, between turns of the event loop. */
async function reached(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
