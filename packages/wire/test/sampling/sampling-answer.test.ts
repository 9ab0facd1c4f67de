// The JSON of sampling answers as Jaeger prints it.
import type { SamplingStrategy } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSamplingStrategy, samplingAnswer } from '../../src/index.ts';
import { randomStrategy } from './random-strategy.ts';

const NOTHING: SamplingStrategy = {
  type: 'PROBABILISTIC',
  samplingRate: null,
  maxTracesPerSecond: null,
  operations: null,
};

function texts(strategy: Partial<SamplingStrategy>): readonly (string | null)[] {
  const { json, legacyJson } = samplingAnswer({ ...NOTHING, ...strategy });
  return [json, legacyJson].map((bytes) => bytes && new TextDecoder().decode(bytes));
}

const operationsOf = (...names: readonly string[]): SamplingStrategy['operations'] => ({
  defaultSamplingProbability: 0.8,
  defaultLowerBoundTracesPerSecond: 0,
  defaultUpperBoundTracesPerSecond: 2,
  perOperation: names.map((operation) => ({ operation, samplingRate: 0.2 })),
});

test('the enum is a name in one form and a number in the old one, all else is equal', () => {
  expect(texts({ samplingRate: 0.5 })).toEqual([
    '{"strategyType":"PROBABILISTIC","probabilisticSampling":{"samplingRate":0.5}}',
    '{"strategyType":0,"probabilisticSampling":{"samplingRate":0.5}}',
  ]);
  expect(texts({ type: 'RATE_LIMITING', maxTracesPerSecond: 5 })).toEqual([
    '{"strategyType":"RATE_LIMITING","rateLimitingSampling":{"maxTracesPerSecond":5}}',
    '{"strategyType":1,"rateLimitingSampling":{"maxTracesPerSecond":5}}',
  ]);
});

test('operations come last, with every number, and an empty list as such', () => {
  expect(texts({ operations: operationsOf('op1') })[0]).toBe(
    '{"strategyType":"PROBABILISTIC","operationSampling":{"defaultSamplingProbability":0.8,' +
      '"defaultLowerBoundTracesPerSecond":0,"perOperationStrategies":[{"operation":"op1",' +
      '"probabilisticSampling":{"samplingRate":0.2}}],"defaultUpperBoundTracesPerSecond":2}}',
  );
  expect(texts({ operations: operationsOf() })[0]).toContain('"perOperationStrategies":[],');
});

describe('numbers are printed as Go does:', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [0.1, '0.1'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [1.5e-10, '1.5e-10'],
    [123456789012345680000, '123456789012345680000'],
    [1e21, '1e+21'],
    [-2, '-2'],
    [-0, '0'],
  ])('%d', (samplingRate, text) => {
    expect(texts({ samplingRate })[0]).toContain(`{"samplingRate":${text}}`);
  });
});

describe('texts are escaped as Go does:', () => {
  test.each([
    ['GET /ü', '"GET /ü"'],
    ['<a&b>', '"\\u003ca\\u0026b\\u003e"'],
    ['"\\\n\t\u0001', '"\\"\\\\\\n\\t\\u0001"'],
    ['\u2028\u2029', '"\\u2028\\u2029"'],
    ['\ud800', '"\ufffd"'],
    ['\u007f', '"\u007f"'],
  ])('%j', (operation, text) => {
    expect(texts({ operations: operationsOf(operation) })[0]).toContain(`{"operation":${text},`);
  });
});

describe('the old form has 16 bits for traces a second:', () => {
  test.each([
    [32_767, true],
    [32_768, false],
    [-32_768, true],
    [-32_769, false],
  ])('%d', (maxTracesPerSecond, exists) => {
    expect(texts({ type: 'RATE_LIMITING', maxTracesPerSecond })[1] !== null).toBe(exists);
  });
});

test('JSON and protobuf of any strategy say the same', () => {
  fc.assert(
    fc.property(randomStrategy, (strategy) => {
      const { json, proto } = samplingAnswer(strategy);
      const parsed: unknown = JSON.parse(new TextDecoder().decode(json));
      const { type, samplingRate, maxTracesPerSecond, operations } = decodeSamplingStrategy(proto);
      expect(parsed).toEqual({
        strategyType: type,
        ...(samplingRate === null ? {} : { probabilisticSampling: { samplingRate } }),
        ...(maxTracesPerSecond === null ? {} : { rateLimitingSampling: { maxTracesPerSecond } }),
        ...(operations === null
          ? {}
          : {
              operationSampling: {
                defaultSamplingProbability: operations.defaultSamplingProbability,
                defaultLowerBoundTracesPerSecond: operations.defaultLowerBoundTracesPerSecond,
                perOperationStrategies: operations.perOperation.map(({ operation, samplingRate: rate }) => ({
                  operation,
                  probabilisticSampling: { samplingRate: rate },
                })),
                defaultUpperBoundTracesPerSecond: operations.defaultUpperBoundTracesPerSecond,
              },
            }),
      });
    }),
  );
});
