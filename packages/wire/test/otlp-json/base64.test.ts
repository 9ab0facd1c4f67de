import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfBase64 } from '../../src/otlp-json/base64.ts';

function decode(text: string): Uint8Array | null {
  const bytes = Buffer.from(`<${text}>`);
  return bytesOfBase64(bytes, 1, bytes.length - 1);
}

describe('bytesOfBase64', () => {
  test('undoes standard, padded base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(decode(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      }),
    );
  });

  test('bits that the padding cuts off may be anything', () => {
    expect([decode('AR=='), decode('AAH=')]).toEqual([Uint8Array.of(1), Uint8Array.of(0, 1)]);
  });

  test.each(['A', 'AA', 'AAA', '-_8=', 'AAAAA', '=', '==', 'AA=', 'AAA==', 'AAAA=', 'A===', 'A=AA', 'AA A', 'é', '<>'])(
    '%s is refused',
    (text) => {
      expect(decode(text)).toBeNull();
    },
  );
});
