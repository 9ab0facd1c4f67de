import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryInfoMs } from '../../src/net/retry-info.ts';

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function bytesField(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
}

function numberField(number: number, value: number): Buffer {
  return Buffer.from([...varint(number * 8), ...varint(value)]);
}

function detail(type: string, value: Uint8Array): Buffer {
  return bytesField(
    3,
    Buffer.concat([bytesField(1, Buffer.from(`type.googleapis.com/${type}`)), bytesField(2, value)]),
  );
}

function retryInfo(seconds: number, nanos: number): Buffer {
  const delay = Buffer.concat([numberField(1, seconds), numberField(2, nanos)]);
  return detail('google.rpc.RetryInfo', bytesField(1, delay));
}

const HEAD = Buffer.concat([numberField(1, 8), bytesField(2, Buffer.from('slow down'))]);

describe('the wait of a status', () => {
  test.each([
    ['with RetryInfo', Buffer.concat([HEAD, retryInfo(2, 500_000_000)]), 2_500],
    ['with other details before it', Buffer.concat([detail('google.rpc.Help', HEAD), retryInfo(1, 0)]), 1_000],
    ['of less than a second', retryInfo(0, 1_000_000), 1],
    ['without delay', detail('google.rpc.RetryInfo', new Uint8Array()), null],
    ['without RetryInfo', Buffer.concat([HEAD, detail('google.rpc.Help', HEAD)]), null],
    ['that is empty', Buffer.alloc(0), null],
    ['of more than an hour', retryInfo(3_601, 0), null],
  ])('%s', (_what, status, expected) => {
    expect(retryInfoMs(status)).toBe(expected);
  });

  test('cut anywhere is none', () => {
    const status = Buffer.concat([HEAD, retryInfo(2, 500_000_000)]);
    for (let end = 0; end < status.length; end++) expect(retryInfoMs(status.subarray(0, end))).toBeNull();
  });

  test('of any bytes is none or a time within an hour', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const ms = retryInfoMs(bytes) ?? 0;
        expect(ms >= 0 && ms <= 3_600_000).toBe(true);
      }),
    );
  });
});
