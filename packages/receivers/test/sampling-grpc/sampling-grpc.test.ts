// jaeger.api_v2.SamplingManager on its own port.
import { TracingError } from '@spoor/core';
import { goldenSamplingCases } from '@spoor/testkit';
import { samplingRequest } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { grpcClient } from '../support/grpc-client.ts';
import { recordedProvider, samplingGrpcDoor } from '../support/sampling-door.ts';

const path = '/jaeger.api_v2.SamplingManager/GetSamplingStrategy';

describe('answers as the collector of 1.76', () => {
  test.each(goldenSamplingCases())('$name', async ({ name, grpc }) => {
    const { address } = await samplingGrpcDoor(recordedProvider(name));
    const client = grpcClient(address);
    const recorded = grpc.filter(({ target }) => target === 'collector-1.76');
    expect(recorded.length).toBeGreaterThan(0);
    for (const { service, response } of recorded) {
      const answer = await client.export(samplingRequest(service), { path });
      expect(answer.code).toBe('OK');
      expect(new Uint8Array(answer.response ?? [])).toEqual(response);
    }
  });
});

test('whatever the provider throws is UNKNOWN with its text', async () => {
  const { address } = await samplingGrpcDoor({
    strategy: () => Promise.reject(new TracingError('STORAGE_UNAVAILABLE', 'no collector, \ud800 says the agent')),
  });
  expect(await grpcClient(address).export(samplingRequest('a'), { path })).toMatchObject({
    code: 'UNKNOWN',
    details: 'no collector, \ufffd says the agent',
  });
});

test('a request that is none is refused with the offset, and the provider not asked', async () => {
  let asked = 0;
  const { address } = await samplingGrpcDoor({
    strategy: (service) => {
      asked++;
      return recordedProvider('01-no-file').strategy(service);
    },
  });
  const answer = await grpcClient(address).export(Uint8Array.of(0x0a, 5, 0x61), { path });
  expect(answer).toMatchObject({ code: 'UNKNOWN', details: 'unexpected EOF at byte 1' });
  expect(asked).toBe(0);
});

test('health knows the service', async () => {
  const { address } = await samplingGrpcDoor(recordedProvider('01-no-file'));
  const service = 'jaeger.api_v2.SamplingManager';
  const request = Uint8Array.of(0x0a, service.length, ...Buffer.from(service));
  const answer = await grpcClient(address).export(request, { path: '/grpc.health.v1.Health/Check' });
  expect(answer.code).toBe('OK');
  expect([...(answer.response ?? [])]).toEqual([0x08, 1]);
});
