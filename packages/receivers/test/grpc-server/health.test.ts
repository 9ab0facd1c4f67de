import { type ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { grpcDoor } from '../support/doors.ts';
import { type GrpcClient, grpcClient } from '../support/grpc-client.ts';

const CHECK = '/grpc.health.v1.Health/Check';
const WATCH = '/grpc.health.v1.Health/Watch';
const SERVING = Buffer.from([0x08, 1]);
const NOT_SERVING = Buffer.from([0x08, 2]);
const SERVICE_UNKNOWN = Buffer.from([0x08, 3]);

function request(service: string): Buffer {
  return service === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a, service.length]), Buffer.from(service)]);
}

const checks = [
  { service: '', code: 'OK' },
  { service: 'opentelemetry.proto.collector.trace.v1.TraceService', code: 'OK' },
  { service: 'jaeger.api_v2.CollectorService', code: 'NOT_FOUND' },
] as const;
for (const { service, code } of checks) {
  test(`Check of ${JSON.stringify(service)} is ${code}`, async () => {
    const { address } = await grpcDoor();
    const answer = await grpcClient(address).export(request(service), { path: CHECK });
    expect([answer.code, answer.response]).toEqual([code, code === 'OK' ? SERVING : null]);
  });
}

test('Check of something malformed is INVALID_ARGUMENT', async () => {
  const { address } = await grpcDoor();
  const answer = await grpcClient(address).export(Buffer.from([0x0a, 0x05]), { path: CHECK });
  expect(answer.code).toBe('INVALID_ARGUMENT');
});

function watch({ client }: GrpcClient, service: string): ClientReadableStream<Buffer> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return client.makeServerStreamRequest(WATCH, asIs, asIs, request(service), new Metadata());
}

test('Watch tells of the end, and does not hold it up', async () => {
  const door = await grpcDoor();
  const stream = watch(grpcClient(door.address), '');
  const seen: Buffer[] = [];
  const ended = new Promise((resolve) => stream.on('end', resolve));
  const first = new Promise<void>((resolve) => {
    stream.on('data', (message: Buffer) => {
      seen.push(message);
      resolve();
    });
  });
  await first;
  await door.stop(10_000);
  await ended;
  expect(seen).toEqual([SERVING, NOT_SERVING]);
});

test('Watch of an unknown service says so and stays open', async () => {
  const { address } = await grpcDoor();
  const stream = watch(grpcClient(address), 'nobody');
  expect(await new Promise((resolve) => stream.on('data', resolve))).toEqual(SERVICE_UNKNOWN);
  expect(stream.readableEnded).toBe(false);
  const cancelled = new Promise((resolve) => stream.on('error', resolve));
  stream.cancel();
  expect(await cancelled).toMatchObject({ code: 1 });
});
