// jaeger.api_v2's sampling messages, against protobufjs.
import type { SamplingStrategy } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSamplingStrategy, encodeSamplingStrategy, ProtoWriter } from '../../src/index.ts';
import { randomStrategy } from './random-strategy.ts';
import { responseByOracle, responseBytesByOracle } from './sampling-oracle.ts';

/** As the oracle shows it. */
function asMessage({ type, samplingRate, maxTracesPerSecond, operations }: SamplingStrategy): object {
  return {
    strategyType: type,
    probabilisticSampling: samplingRate === null ? null : { samplingRate },
    rateLimitingSampling: maxTracesPerSecond === null ? null : { maxTracesPerSecond },
    operationSampling:
      operations === null
        ? null
        : {
            defaultSamplingProbability: operations.defaultSamplingProbability,
            defaultLowerBoundTracesPerSecond: operations.defaultLowerBoundTracesPerSecond,
            defaultUpperBoundTracesPerSecond: operations.defaultUpperBoundTracesPerSecond,
            perOperationStrategies: operations.perOperation.map((item) => ({
              operation: item.operation,
              probabilisticSampling: { samplingRate: item.samplingRate },
            })),
          },
  };
}

test('any strategy that is encoded is what protobufjs reads', () => {
  fc.assert(
    fc.property(randomStrategy, (strategy) => {
      expect(responseByOracle(encodeSamplingStrategy(strategy))).toEqual(asMessage(strategy));
    }),
  );
});

test('any strategy that protobufjs writes is what is decoded', () => {
  fc.assert(
    fc.property(randomStrategy, (strategy) => {
      expect(decodeSamplingStrategy(responseBytesByOracle(asMessage(strategy)))).toEqual(strategy);
    }),
  );
});

const RATE = { type: 'PROBABILISTIC', maxTracesPerSecond: null, operations: null } as const;

describe('on the wire', () => {
  test.each<[string, SamplingStrategy, string]>([
    ['a sub-message of zeros is sent empty', { ...RATE, samplingRate: 0 }, '1200'],
    ['an absent sub-message is not sent', { ...RATE, samplingRate: null }, ''],
    [
      'fields ascend',
      { type: 'RATE_LIMITING', samplingRate: 1, maxTracesPerSecond: 7, operations: null },
      '0801120909000000000000f03f1a020807',
    ],
    [
      'a negative number takes ten bytes',
      { type: 'RATE_LIMITING', samplingRate: null, maxTracesPerSecond: -1, operations: null },
      '08011a0b08ffffffffffffffffff01',
    ],
  ])('%s', (_rule, strategy, hex) => {
    expect(Buffer.from(encodeSamplingStrategy(strategy)).toString('hex')).toBe(hex);
  });

  test('unknown fields, and known ones of another wire type, are passed over', () => {
    const w = new ProtoWriter();
    w.text(99, 'from a later version');
    w.text(1, 'not an enum');
    const rateLimiting = w.open(3);
    w.fixed32(7, 1);
    w.uint(1, 5);
    w.close(rateLimiting);
    expect(decodeSamplingStrategy(w.finish())).toEqual({ ...RATE, samplingRate: null, maxTracesPerSecond: 5 });
  });

  test('an operation that is not UTF-8 keeps its good parts', () => {
    const { operations } = decodeSamplingStrategy(Buffer.from('22061a040a0261ff', 'hex'));
    expect(operations?.perOperation).toEqual([{ operation: 'a\ufffd', samplingRate: 0 }]);
  });
});

describe('refused with the offset:', () => {
  test.each([
    ['a type that no version knows', '0802', 'unknown type 2 of a sampling strategy at byte 1'],
    ['a rate that is not a number', '120909000000000000f87f', 'a sampling strategy with the number NaN at byte 3'],
    ['an infinite rate', '120909000000000000f07f', 'a sampling strategy with the number Infinity at byte 3'],
    ['a length beyond the end', '12ff09', 'unexpected EOF at byte 1'],
  ])('%s', (_what, hex, message) => {
    expect(() => decodeSamplingStrategy(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_MALFORMED', message }),
    );
  });

  test('any message cut inside a field, never with another kind of error', () => {
    fc.assert(
      fc.property(randomStrategy, fc.nat(), (strategy, at) => {
        const bytes = encodeSamplingStrategy(strategy);
        const cut = bytes.subarray(0, at % (bytes.length + 1));
        let code: unknown = 'none';
        try {
          decodeSamplingStrategy(cut);
        } catch (error) {
          code = error instanceof Error && 'code' in error ? error.code : error;
        }
        expect(['none', 'PAYLOAD_MALFORMED']).toContain(code);
      }),
    );
  });
});
