import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplingRequest, samplingServiceName } from '../../src/index.ts';
import { parametersByOracle, parametersBytesByOracle } from './sampling-oracle.ts';

const name = fc.string({ unit: 'binary', maxLength: 300 });

test('any service name is written as protobufjs reads it', () => {
  fc.assert(
    fc.property(name, (serviceName) => {
      expect(parametersByOracle(samplingRequest(serviceName))).toEqual({ serviceName });
    }),
  );
});

test('any service name is read as protobufjs writes it', () => {
  fc.assert(
    fc.property(name, (serviceName) => {
      expect(samplingServiceName(parametersBytesByOracle({ serviceName }))).toBe(serviceName);
    }),
  );
});

test.each([
  ['nothing is the empty name', '', ''],
  ['the last of several names counts', '0a01610a0162', 'b'],
  ['unknown fields are passed over', '10010a0161', 'a'],
  ['a byte that is not UTF-8 becomes U+FFFD', '0a0261ff', 'a\ufffd'],
])('%s', (_rule, hex, service) => {
  expect(samplingServiceName(Buffer.from(hex, 'hex'))).toBe(service);
});

test('a name that ends early is refused with the offset', () => {
  expect(() => samplingServiceName(Buffer.from('0a0561', 'hex'))).toThrow('unexpected EOF at byte 1');
});
