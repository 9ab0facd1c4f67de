// A sink that does not answer, callers that do not wait, and the end of the process.
import { connect as connectHttp2 } from 'node:http2';
import { TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { grpcDoor } from '../support/doors.ts';
import { EXPORT, grpcClient } from '../support/grpc-client.ts';
import { payload } from '../support/otlp-payload.ts';

const MIB = 1024 * 1024;

test('while the sink is stuck the budget fills, then callers are refused with advice, then all recovers', async () => {
  const message = payload(100, 1_000);
  const { address, sink, budget } = await grpcDoor({}, { budgetBytes: 4.5 * message.length });
  sink.held = true;
  const client = grpcClient(address);
  const waiting = Array.from({ length: 4 }, () => client.export(message));
  await sink.arrived(4);
  for (let i = 0; i < 3; i++) {
    const refused = await client.export(message);
    expect([refused.code, refused.details]).toEqual(['RESOURCE_EXHAUSTED', expect.stringContaining('in flight hold')]);
    expect(refused.trailers.get('grpc-status-details-bin')).toHaveLength(1);
  }
  expect(sink.consumed.length).toBe(4);
  sink.release();
  expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(['OK', 'OK', 'OK', 'OK']);
  expect((await client.export(message)).code).toBe('OK');
  expect(budget.used).toBe(0);
});

test('with the budget used up calls are refused before their message is read, health is not', async () => {
  const { address, budget } = await grpcDoor({}, { budgetBytes: 1_000_000 });
  budget.reserve(999_999);
  const client = grpcClient(address);
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.export(payload(2_000, 1_000))));
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['RESOURCE_EXHAUSTED']));
  expect(answers[0]!.trailers.get('grpc-status-details-bin')).toHaveLength(1);
  const health = await client.export(new Uint8Array(0), { path: '/grpc.health.v1.Health/Check' });
  expect(health.code).toBe('OK');
  budget.release(999_999);
  expect((await client.export(payload())).code).toBe('OK');
});

test('the answer waits for the sink', async () => {
  const { address, sink } = await grpcDoor();
  sink.held = true;
  let answered = false;
  const answer = grpcClient(address)
    .export(payload())
    .finally(() => {
      answered = true;
    });
  await sink.arrived(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  sink.release();
  expect((await answer).code).toBe('OK');
});

test('a call whose deadline passes aborts the wait for the sink and frees its share', async () => {
  const { address, sink, budget } = await grpcDoor();
  sink.held = true;
  const answer = grpcClient(address).export(payload(), { deadlineMs: 200 });
  await sink.arrived(1);
  const { call, fail } = sink.consumed[0]!;
  const aborted = new Promise((resolve) => call.signal.addEventListener('abort', resolve));
  expect((await answer).code).toBe('DEADLINE_EXCEEDED');
  await aborted;
  expect(call.signal.reason).toBeInstanceOf(TracingError);
  fail(call.signal.reason);
  await new Promise((resolve) => setImmediate(resolve));
  expect(budget.used).toBe(0);
});

test('a cancelled call aborts the wait for the sink', async () => {
  const { address, sink } = await grpcDoor();
  sink.held = true;
  const started = grpcClient(address).start(payload());
  await sink.arrived(1);
  const { call } = sink.consumed[0]!;
  const aborted = new Promise((resolve) => call.signal.addEventListener('abort', resolve));
  started.cancel();
  expect((await started.answer).code).toBe('CANCELLED');
  await aborted;
  expect(call.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('a thousand calls at once over four connections are all taken', async () => {
  const { address, sink, budget } = await grpcDoor();
  const clients = Array.from({ length: 4 }, () => grpcClient(address, { 'grpc.use_local_subchannel_pool': 1 }));
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => clients[i % 4]!.export(payload(3))));
  expect(answers.every(({ code }) => code === 'OK')).toBe(true);
  expect(sink.spans).toBe(3_000);
  expect(budget.used).toBe(0);
});

test('a stop lets running calls end, and what was acknowledged is in the sink', async () => {
  const door = await grpcDoor();
  const { address, sink } = door;
  sink.held = true;
  const client = grpcClient(address);
  const answers = Array.from({ length: 20 }, () => client.export(payload(5)));
  await sink.arrived(20);
  const stopped = door.stop(5_000);
  sink.release();
  expect((await Promise.all(answers)).map(({ code }) => code)).toEqual(Array(20).fill('OK'));
  await stopped;
  expect(sink.spans).toBe(100);
  expect((await client.export(payload())).code).toBe('UNAVAILABLE');
});

test('a stop under load acknowledges exactly what the sink has', async () => {
  const door = await grpcDoor();
  const { address, sink } = door;
  const clients = Array.from({ length: 4 }, () => grpcClient(address, { 'grpc.use_local_subchannel_pool': 1 }));
  let acknowledged = 0;
  const send = async (client: (typeof clients)[number]): Promise<void> => {
    while ((await client.export(payload(2))).code === 'OK') acknowledged += 2;
  };
  const senders = clients.map(send);
  await sink.arrived(100);
  await door.stop(5_000);
  await Promise.all(senders);
  expect(sink.spans).toBeGreaterThanOrEqual(acknowledged);
  expect(acknowledged).toBeGreaterThanOrEqual(100);
});

test('a stop cuts calls that do not end within its deadline, and says so to the sink', async () => {
  const door = await grpcDoor();
  const { address, sink } = door;
  sink.held = true;
  const answer = grpcClient(address).export(payload());
  await sink.arrived(1);
  const { signal } = sink.consumed[0]!.call;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  await door.stop(50);
  await aborted;
  expect((await answer).code).not.toBe('OK');
});

test('a connection older than max-connection-age is asked to go, and calls go on over a new one', async () => {
  const { address, sink } = await grpcDoor({ maxConnectionAgeMs: 50, maxConnectionAgeGraceMs: 1_000 });
  const session = connectHttp2(`http://${address}`);
  await new Promise((resolve) => session.on('goaway', resolve));
  session.destroy();
  expect((await grpcClient(address).export(payload())).code).toBe('OK');
  expect(sink.spans).toBe(1);
});

test('of many half-sent messages the last are refused with advice, and once they are gone others are served', async () => {
  const { address, sink } = await grpcDoor({}, { budgetBytes: 8 * MIB });
  const half = Buffer.alloc(100);
  half.writeUInt32BE(4 * MIB - 5, 1);
  const sessions = [];
  const refusals: Promise<unknown>[] = [];
  for (let opened = 0; opened < 1_250; ) {
    const session = connectHttp2(`http://${address}`);
    sessions.push(session);
    await new Promise((resolve) => session.on('remoteSettings', resolve));
    for (let i = 0; i < 250; i++, opened++) {
      const headers = { ':method': 'POST', ':path': EXPORT, 'content-type': 'application/grpc', te: 'trailers' };
      const call = session.request(headers);
      call.on('error', () => undefined);
      call.write(half);
      // 4 messages are read, 1,024 calls wait.
      if (opened < 1_028) continue;
      refusals.push(new Promise((resolve) => call.on('response', resolve)));
    }
    await new Promise((resolve) => session.ping(resolve));
  }
  const refused = { 'grpc-status': '8', 'grpc-status-details-bin': expect.anything() };
  expect(await Promise.all(refusals)).toEqual(refusals.map(() => expect.objectContaining(refused)));
  for (const session of sessions) session.destroy();
  expect((await grpcClient(address).export(payload())).code).toBe('OK');
  expect(sink.spans).toBe(1);
});

test('a thousand calls at once over one connection are all taken', async () => {
  const door = await grpcDoor({}, { budgetBytes: 8 * MIB });
  const client = grpcClient(door.address);
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => client.export(payload(3))));
  const taken = answers.filter(({ code }) => code === 'OK').length;
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['OK']));
  expect(door.sink.spans).toBe(3 * taken);
});
