import { status } from '@grpc/grpc-js';
import { freePort } from '@spoor/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { grpcSender } from '../../src/send/grpc-sender.ts';
import { httpSender } from '../../src/send/http-sender.ts';
import { rejectedSpans, type Sender, type SenderOptions } from '../../src/send/sender.ts';
import { grpcServer, httpServer, type TestServer } from './servers.ts';

/** partial_success with rejected_spans 7 and a message. */
const PARTIAL = Uint8Array.of(0x0a, 0x05, 0x08, 0x07, 0x12, 0x01, 0x78);
const BODY = Uint8Array.of(1, 2, 3);

const open: (Sender | TestServer)[] = [];
afterEach(async () => {
  for (const it of open.splice(0)) await it.close();
});

function opened<T extends Sender | TestServer>(it: T): T {
  open.push(it);
  return it;
}

function options(endpoint: string, timeoutMs = 5000): SenderOptions {
  return { endpoint, timeoutMs, headers: [['x-tenant', 'acme']] };
}

describe('over gRPC', () => {
  const answers = [
    { title: 'a success', answer: {}, want: { kind: 'ok', rejected: 0 } },
    { title: 'a partial success', answer: { response: PARTIAL }, want: { kind: 'ok', rejected: 7 } },
    {
      title: 'a full server',
      answer: { code: status.RESOURCE_EXHAUSTED, details: 'full' },
      want: { kind: 'refused', reason: 'RESOURCE_EXHAUSTED: full' },
    },
    {
      title: 'a server that is going away',
      answer: { code: status.UNAVAILABLE, details: 'stopping' },
      want: { kind: 'failed', reason: 'UNAVAILABLE: stopping' },
    },
  ];
  test.each(answers)('$title is told apart', async ({ answer, want }) => {
    const server = opened(await grpcServer(() => answer));
    expect(await opened(grpcSender(options(server.endpoint))).send(BODY)).toEqual(want);
    expect(server.received).toEqual([BODY]);
    expect(server.headers[0]?.['x-tenant']).toBe('acme');
  });

  test('a server that does not answer in time has failed', async () => {
    const server = opened(await grpcServer(() => ({ silent: true })));
    expect(await opened(grpcSender(options(server.endpoint, 50))).send(BODY)).toMatchObject({ kind: 'failed' });
  });

  test('nobody there is a failure, not an exception', async () => {
    const sender = opened(grpcSender(options(`127.0.0.1:${await freePort()}`)));
    expect(await sender.send(BODY)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('UNAVAILABLE') });
  });
});

describe('over HTTP', () => {
  const answers = [
    { title: 'a success', answer: { status: 200 }, want: { kind: 'ok', rejected: 0 } },
    { title: 'a partial success', answer: { status: 200, body: PARTIAL }, want: { kind: 'ok', rejected: 7 } },
    { title: 'a full server', answer: { status: 503, body: 'full' }, want: { kind: 'refused', reason: '503: full' } },
  ];
  test.each(answers)('$title is told apart', async ({ answer, want }) => {
    const server = opened(await httpServer(() => answer));
    expect(await opened(httpSender(options(server.endpoint))).send(BODY)).toEqual(want);
    expect(server.received).toEqual([BODY]);
    expect(server.headers[0]).toMatchObject({
      ':method': 'POST',
      ':path': '/v1/traces',
      'content-type': 'application/x-protobuf',
      'x-tenant': 'acme',
    });
  });

  test('a server that does not answer in time has failed', async () => {
    const server = opened(await httpServer(() => ({ status: 200, silent: true })));
    const outcome = await opened(httpSender(options(server.endpoint, 50))).send(BODY);
    expect(outcome).toEqual({ kind: 'failed', reason: 'no answer within 50 ms' });
  });

  test('nobody there is a failure, not an exception', async () => {
    const sender = opened(httpSender(options(`127.0.0.1:${await freePort()}`)));
    expect(await sender.send(BODY)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('rejectedSpans', () => {
  const cases = [
    { title: 'an empty response', bytes: [], want: 0 },
    { title: 'an empty partial success, as Jaeger sends it', bytes: [0x0a, 0x00], want: 0 },
    { title: 'a message only', bytes: [0x0a, 0x03, 0x12, 0x01, 0x78], want: 0 },
    { title: 'unknown fields before it', bytes: [0x10, 0x01, 0x0a, 0x04, 0x18, 0x05, 0x08, 0x02], want: 2 },
  ];
  test.each(cases)('$title: $want', ({ bytes, want }) => {
    expect(rejectedSpans(Uint8Array.from(bytes))).toBe(want);
  });
});
