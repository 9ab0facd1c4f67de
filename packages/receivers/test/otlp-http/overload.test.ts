// Many senders, a sink that does not answer, and the end of the process.
import { expect, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';
import { httpClient, rawConnection } from '../support/http-client.ts';
import { payload } from '../support/otlp-payload.ts';

test('while the sink is stuck the budget fills, then senders are refused with advice, then all recovers', async () => {
  const body = payload(10, 1_000);
  const door = await httpDoor({}, { budgetBytes: 5 * body.length });
  door.sink.held = true;
  const waiting = Array.from({ length: 5 }, () => httpClient(door.address).post(body));
  await door.sink.arrived(5);
  expect(door.budget.used).toBe(5 * body.length);

  const client = httpClient(door.address);
  for (let i = 0; i < 3; i++) {
    const refused = await client.post(body);
    expect([refused.status, refused.headers['retry-after'], refused.reused]).toEqual([503, '1', i > 0]);
    expect(refused.text).toContain('requests in flight hold');
    expect(refused.text).toContain('google.rpc.RetryInfo');
  }
  expect(door.sink.consumed.length).toBe(5);

  door.sink.release();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await client.post(body)).toMatchObject({ status: 200, reused: true });
  expect(door.budget.used).toBe(0);
});

test('a body that does not fit the budget is refused before it is read', async () => {
  const { address, budget } = await httpDoor({}, { budgetBytes: 1_000_000 });
  const other = httpClient(address).open({ headers: { 'content-length': '900000' } });
  other.answer.catch(() => undefined);
  other.request.write(Buffer.alloc(890_000));
  while (budget.used < 890_000) await new Promise((resolve) => setImmediate(resolve));
  const connection = rawConnection(address);
  connection.socket.write(
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n',
  );
  expect(await connection.received('}]}')).toContain('HTTP/1.1 503 ');
  other.request.destroy();
});

test('a body larger than the whole budget is too large, which no retry mends', async () => {
  const { address } = await httpDoor({}, { budgetBytes: 1_000 });
  const answer = await httpClient(address).post(payload(10, 1_000));
  expect([answer.status, answer.headers['retry-after']]).toEqual([413, undefined]);
});

test('a thousand posts at once are all taken', async () => {
  const door = await httpDoor();
  const client = httpClient(door.address, 200);
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => client.post(payload(3))));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(door.sink.spans).toBe(3_000);
  expect(door.budget.used).toBe(0);
});

test('the answer waits for the sink', async () => {
  const door = await httpDoor();
  door.sink.held = true;
  let answered = false;
  const answer = httpClient(door.address)
    .post(payload())
    .finally(() => {
      answered = true;
    });
  await door.sink.arrived(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  door.sink.release();
  expect((await answer).status).toBe(200);
});

test('a sender that goes away while its spans wait aborts the call and frees its share', async () => {
  const door = await httpDoor();
  door.sink.held = true;
  const { request, answer } = httpClient(door.address).open();
  const gone = answer.catch((error: Error) => error.message);
  request.end(payload());
  await door.sink.arrived(1);
  const { call, fail } = door.sink.consumed[0]!;
  const aborted = new Promise((resolve) => call.signal.addEventListener('abort', resolve));
  request.destroy();
  await aborted;
  expect(call.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  fail(call.signal.reason);
  expect(await gone).toBe('socket hang up');
  await new Promise((resolve) => setImmediate(resolve));
  expect(door.budget.used).toBe(0);
});

test('an answered call is not aborted afterwards', async () => {
  const door = await httpDoor();
  const connection = rawConnection(door.address);
  const head = 'POST /v1/traces HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';
  connection.socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
  expect(await connection.closed).toContain('HTTP/1.1 200 ');
  expect(door.sink.consumed[0]!.call.signal.aborted).toBe(false);
});

test('a stop lets running requests end, and what was acknowledged is in the sink', async () => {
  const door = await httpDoor();
  door.sink.held = true;
  const idle = httpClient(door.address);
  const answers = Array.from({ length: 20 }, () => httpClient(door.address).post(payload(5)));
  await door.sink.arrived(20);
  const stopped = door.stop(5_000);
  await expect(idle.post(payload())).rejects.toThrow('ECONNREFUSED');
  door.sink.release();
  const acknowledged = (await Promise.all(answers)).filter(({ status }) => status === 200);
  await stopped;
  expect(acknowledged.map(({ headers }) => headers.connection)).toEqual(Array(20).fill('close'));
  expect(door.sink.spans).toBe(5 * acknowledged.length);
});

test('a stop cuts requests that do not end within its deadline, and says so to the sink', async () => {
  const door = await httpDoor();
  door.sink.held = true;
  const cut = httpClient(door.address)
    .post(payload())
    .catch((error: Error) => error.message);
  await door.sink.arrived(1);
  const { signal } = door.sink.consumed[0]!.call;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  await door.stop(50);
  await aborted;
  expect(await cut).toBe('socket hang up');
});
