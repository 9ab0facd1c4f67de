import { describe, expect, test } from 'vitest';
import { asTracingError, ERROR_CLASSES, type ErrorCode, TracingError } from '../src/index.ts';

// The whole registry, written out once more: changing a status is a change of contract.
const registry: readonly (readonly [ErrorCode, number, number, boolean])[] = [
  ['INVALID_ARGUMENT', 400, 3, false],
  ['TRACE_NOT_FOUND', 404, 5, false],
  ['QUERY_UNSUPPORTED', 400, 12, false],
  ['PAYLOAD_MALFORMED', 400, 3, false],
  ['PAYLOAD_TOO_LARGE', 413, 8, false],
  ['UNAUTHENTICATED', 401, 16, false],
  ['PERMISSION_DENIED', 403, 7, false],
  ['OVER_CAPACITY', 503, 8, true],
  ['STORAGE_UNAVAILABLE', 503, 14, true],
  ['DEADLINE_EXCEEDED', 504, 4, true],
  ['CONFIG_INVALID', 500, 9, false],
  ['SCHEMA_MISMATCH', 500, 9, false],
  ['DATA_CORRUPT', 500, 15, false],
  ['INTERNAL', 500, 13, false],
];

describe('the error registry', () => {
  test('holds exactly these codes', () => {
    expect(Object.keys(ERROR_CLASSES).sort()).toEqual(registry.map(([code]) => code).sort());
  });

  test.each(registry)('%s is HTTP %i, gRPC %i, retryable %s', (code, http, grpc, retryable) => {
    expect(new TracingError(code, 'x').class).toEqual({ http, grpc, retryable });
  });

  test('only what may pass by itself is retryable, and only the caller sees 4xx', () => {
    for (const { http, retryable } of Object.values(ERROR_CLASSES)) {
      expect(http).toBeGreaterThanOrEqual(400);
      if (retryable) expect(http).toBeGreaterThanOrEqual(500);
    }
  });
});

describe('TracingError', () => {
  test('gives no advice and no offset unless told', () => {
    const error = new TracingError('INTERNAL', 'broken');
    expect(error).toMatchObject({ name: 'TracingError', message: 'broken', retryAfterMs: null, offset: null });
    expect('cause' in error).toBe(false);
  });

  test('keeps cause, advice and offset, an offset of 0 included', () => {
    const cause = new Error('driver');
    const error = new TracingError('OVER_CAPACITY', 'full', { cause, retryAfterMs: 0, offset: 0 });
    expect(error).toMatchObject({ cause, retryAfterMs: 0, offset: 0 });
  });

  const thrown = [
    { title: 'an Error keeps its message', value: new RangeError('row 9'), message: 'row 9' },
    { title: 'a string is the message', value: 'plain', message: 'plain' },
    { title: 'undefined is told by name', value: undefined, message: 'undefined' },
  ];
  test.each(thrown)('anything else thrown becomes INTERNAL: $title', ({ value, message }) => {
    const error = asTracingError(value);
    expect(error).toMatchObject({ code: 'INTERNAL', message });
    expect(error.cause).toBe(value);
  });

  test('a TracingError stays the same object', () => {
    const error = new TracingError('DATA_CORRUPT', 'x');
    expect(asTracingError(error)).toBe(error);
  });
});
