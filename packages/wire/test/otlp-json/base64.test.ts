import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfBase64 } from '../../src/otlp-json/base64.ts';

function decode(text: string): Uint8Array | null {
  const bytes = Buffer.from(`<${text}>`);
  return bytesOfBase64(bytes, 1, bytes.length - 1);
}

describe('bytesOfBase64', () => {
  test.each(['base64', 'base64url'] as const)('undoes %s, padded or not', (alphabet) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        const text = Buffer.from(bytes).toString(alphabet);
        expect(decode(text)).toEqual(bytes);
        expect(decode(text.replace(/=+$/, ''))).toEqual(bytes);
        expect(decode(text.padEnd(Math.ceil(text.length / 4) * 4, '='))).toEqual(bytes);
      }),
    );
  });

  test.each(['A', 'AAAAA', '=', '==', 'AA=', 'AAA==', 'AAAA=', 'A===', 'A=AA', 'AA A', 'é', '<>'])(
    '%s is refused',
    (text) => {
      expect(decode(text)).toBeNull();
    },
  );
});
