import { expect, test } from 'vitest';
import { goldenSamplingCases } from '../../src/index.ts';

const cases = goldenSamplingCases();

test('all seven strategies files are there', () => {
  expect(cases.map(({ name }) => name)).toEqual([
    '01-no-file',
    '03-default-ratelimiting',
    '04-services',
    '06-default-operations-merge',
    '07-default-ratelimiting-with-operations',
    '09-empty-objects',
    '11-null-default',
  ]);
  expect(cases.filter(({ strategies }) => strategies === null).length).toBe(1);
});

test('every answer is over HTTP or over gRPC', () => {
  expect(cases.reduce((sum, { http }) => sum + http.length, 0)).toBe(234);
  expect(cases.reduce((sum, { grpc }) => sum + grpc.length, 0)).toBe(40);
});

test('a gRPC answer is bytes', () => {
  const { grpc } = cases.find(({ name }) => name === '03-default-ratelimiting')!;
  expect(grpc[0]).toEqual({
    target: 'collector-1.76',
    service: 'unknown-service',
    response: Uint8Array.of(0x08, 1, 0x1a, 2, 0x08, 7),
  });
});
