import { describe, expect, test } from 'vitest';
import { goCleanPath } from '../../src/go/clean-path.ts';
import { jsoniterStartError } from '../../src/go/jsoniter-error.ts';
import { parseTraceId } from '../../src/go/trace-id.ts';

const paths = [
  ['/', '/'],
  ['/api/services', '/api/services'],
  ['//api/services', '/api/services'],
  ['/api/../api/services', '/api/services'],
  ['/./a', '/a'],
  ['/a/.', '/a'],
  ['/a/..', '/'],
  ['/../../etc/passwd', '/etc/passwd'],
  ['/a//b/', '/a/b/'],
  ['/a/', '/a/'],
  ['/a..b/.c', '/a..b/.c'],
  ['/%2e%2e/a', '/%2e%2e/a'],
] as const;

describe('goCleanPath', () => {
  for (const [path, want] of paths) test(`${path} is ${want}`, () => expect(goCleanPath(path)).toBe(want));
});

const ids = [
  ['1', '1'.padStart(32, '0')],
  ['ABCDEF', 'abcdef'.padStart(32, '0')],
  ['0123456789abcdef0', '00000000000000000123456789abcdef0'.slice(-32)],
  ['f'.repeat(32), 'f'.repeat(32)],
] as const;

const notIds = [
  ['', 'TraceID cannot be empty'],
  ['xyz', 'strconv.ParseUint: parsing "xyz": invalid syntax'],
  ['0'.repeat(33), `TraceID cannot be longer than 32 hex characters: ${'0'.repeat(33)}`],
  ['g1111111111111111', 'strconv.ParseUint: parsing "g": invalid syntax'],
  ['1g111111111111111', 'strconv.ParseUint: parsing "g111111111111111": invalid syntax'],
  ['%2000000000000f8d2b', 'strconv.ParseUint: parsing "%20": invalid syntax'],
  ['-1', 'strconv.ParseUint: parsing "-1": invalid syntax'],
] as const;

describe('parseTraceId', () => {
  for (const [text, want] of ids) {
    test(`pads ${text}`, () => expect(parseTraceId(text)).toEqual({ ok: true, value: want }));
  }
  for (const [text, error] of notIds) {
    test(`refuses ${JSON.stringify(text)}`, () => expect(parseTraceId(text)).toEqual({ ok: false, error }));
  }
});

const starts = [
  ['{', null],
  [' \n{"a"', null],
  ['null', null],
  ['nope', 'skipThreeBytes: expect ull, error found in #2 byte of ...|nope|..., bigger context ...|nope|...'],
  ['[]', 'ReadObjectCB: expect { or n, but found [, error found in #1 byte of ...|[]|..., bigger context ...|[]|...'],
  ['', 'ReadObjectCB: expect { or n, but found \0, error found in #0 byte of ...||..., bigger context ...||...'],
] as const;

describe('jsoniterStartError', () => {
  for (const [body, want] of starts) {
    test(JSON.stringify(body), () => expect(jsoniterStartError(Buffer.from(body))).toBe(want));
  }
  test('shows at most 10 and 50 bytes on either side', () => {
    const error = jsoniterStartError(Buffer.from(' '.repeat(100) + 'x'.repeat(100))) ?? '';
    const [, near = '', far = ''] = /\.\.\.\|(.*?)\|\.\.\., bigger context \.\.\.\|(.*?)\|\.\.\./.exec(error) ?? [];
    expect([near.length, far.length]).toEqual([20, 100]);
  });
});
