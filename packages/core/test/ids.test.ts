import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, hexId, jaegerTraceId, ZERO_SPAN_ID, ZERO_TRACE_ID } from '../src/index.ts';

describe('hexId', () => {
  test('prints bytes as lower-case hex, leading zeros included', () => {
    expect(hexId(Uint8Array.of(0xff, 0, 0x0a, 0xbc, 0xff), 1, 3)).toBe('000abc');
  });

  test('is undone by bytesOfHex', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(bytesOfHex(hexId(bytes, 0, bytes.length))).toEqual(bytes);
      }),
    );
  });
});

describe('bytesOfHex', () => {
  const cases = [
    { title: 'digits of any case', text: 'aBCd', want: Uint8Array.of(0xab, 0xcd) },
    { title: 'no digits', text: '', want: new Uint8Array(0) },
    { title: 'an odd count is refused', text: 'abc', want: null },
    { title: 'a letter beyond f is refused', text: '0g', want: null },
    { title: 'a sign is refused', text: '+1', want: null },
    { title: 'a digit of another script is refused', text: '٣٣', want: null },
  ];
  test.each(cases)('$title', ({ text, want }) => {
    expect(bytesOfHex(text)).toEqual(want);
  });
});

describe('jaegerTraceId', () => {
  const cases = [
    { title: '16 digits when the high half is zero', id: '0000000000000000000000000000abcd', want: '000000000000abcd' },
    {
      title: '32 digits when one high bit is set',
      id: '0000000000000001000000000000abcd',
      want: '0000000000000001000000000000abcd',
    },
    { title: 'the zero id', id: ZERO_TRACE_ID, want: ZERO_SPAN_ID },
  ];
  test.each(cases)('$title', ({ id, want }) => {
    expect(jaegerTraceId(id)).toBe(want);
  });

  test('the zero ids have 32 and 16 digits', () => {
    expect([ZERO_TRACE_ID.length, ZERO_SPAN_ID.length]).toEqual([32, 16]);
  });
});
