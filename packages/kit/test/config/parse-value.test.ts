import { describe, expect, test } from 'vitest';
import type { AnyField } from '../../src/config/config-specs.ts';
import { parseValue, valueText } from '../../src/config/parse-value.ts';

function field(type: AnyField['type'], over: Partial<AnyField> = {}): AnyField {
  return { flag: 'x', type, default: '', help: '', ...over };
}

describe('a text becomes a value', () => {
  test.each([
    ['string', 'as it is', 'as it is'],
    ['bool', 't', true],
    ['bool', 'FALSE', false],
    ['bool', '0', false],
    ['int', '42', 42],
    ['int', '-7', -7],
    ['int', '1_000', 1000],
    ['int', '0x10', 16],
    ['float', '1e-3', 0.001],
    ['float', '.5', 0.5],
    ['duration', '1m30s', 90_000],
    ['bytes', '4MiB', 4_194_304],
    ['host-port', '', ''],
    ['host-port', '4317', ':4317'],
    ['host-port', ':4317', ':4317'],
    ['host-port', 'localhost:0', 'localhost:0'],
    ['host-port', '[::1]:80', '[::1]:80'],
  ] as const)('%s %s', (type, text, value) => {
    expect(parseValue(field(type), [text])).toEqual({ value });
  });
});

describe('a wrong text says what is expected', () => {
  test.each([
    ['bool', 'yes', 'true or false'],
    ['bool', '', 'true or false'],
    ['int', '4.2', 'a whole number'],
    ['int', '', 'a whole number'],
    ['int', '99999999999999999999', 'a whole number'],
    ['float', 'NaN', 'a number'],
    ['float', '1e999', 'a number'],
    ['duration', '30', 'a duration with a unit such as 500ms, 5s or 1h30m'],
    ['bytes', '-1', 'a number of bytes such as 65536, 64KiB or 16MiB'],
    ['host-port', 'a:b', 'host:port, :port or a port from 0 to 65535'],
    ['host-port', ':70000', 'host:port, :port or a port from 0 to 65535'],
    ['host-port', '::1:80', 'host:port, :port or a port from 0 to 65535'],
  ] as const)('%s %s', (type, text, expected) => {
    expect(parseValue(field(type), [text])).toEqual({ expected });
  });
});

describe('bounds are inclusive and said in the unit of the field', () => {
  test.each([
    [field('int', { min: 1, max: 3 }), '1', { value: 1 }],
    [field('int', { min: 1, max: 3 }), '3', { value: 3 }],
    [field('int', { min: 1, max: 3 }), '4', { expected: '1 to 3' }],
    [field('duration', { min: 1_000 }), '1ms', { expected: 'at least 1s' }],
    [field('bytes', { max: 1024 }), '2KiB', { expected: 'at most 1KiB' }],
  ])('%#', (spec, text, parsed) => {
    expect(parseValue(spec, [text])).toEqual(parsed);
  });
});

test('a choice is one of those listed', () => {
  const choice = field('string', { oneOf: ['', 'json', 'console'] });
  expect(parseValue(choice, ['json'])).toEqual({ value: 'json' });
  expect(parseValue(choice, ['JSON'])).toEqual({ expected: 'one of "", json, console' });
});

test('a list takes every text, others the last', () => {
  expect(parseValue(field('strings'), ['a,b', '"c,d"'])).toEqual({ value: ['a', 'b', 'c,d'] });
  expect(parseValue(field('int'), ['1', '2'])).toEqual({ value: 2 });
});

test.each([
  [field('duration'), 90_000, '1m30s'],
  [field('bytes'), 1_048_576, '1MiB'],
  [field('strings'), ['a', 'b'], 'a,b'],
  [field('bool'), false, 'false'],
  [field('int'), 100_000, '100000'],
])('values print as one would write them: %#', (spec, value, text) => {
  expect(valueText(spec, value)).toBe(text);
});
