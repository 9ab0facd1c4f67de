import { expect, test } from 'vitest';
import { spanBuilder } from '../../src/build/span-builder.ts';
import { encodeSpans } from '../../src/otlp/encode-spans.ts';
import { otlpMessage } from '../../src/otlp/otlp-messages.ts';

const TEXTS = { longs: String, bytes: String, enums: Number };

function decoded(bytes: Uint8Array): unknown {
  const type = otlpMessage('TracesData');
  return type.toObject(type.decode(bytes), TEXTS);
}

test('times are exact to the nanosecond', () => {
  const bytes = encodeSpans([spanBuilder({ startUs: 1_768_471_200_000_000, startNsRem: 7, durationNs: 5 })]);
  expect(decoded(bytes)).toMatchObject({
    resourceSpans: [
      {
        scopeSpans: [{ spans: [{ startTimeUnixNano: '1768471200000000007', endTimeUnixNano: '1768471200000000012' }] }],
      },
    ],
  });
});

test('the field numbers are those of the protocol', () => {
  const span = spanBuilder({
    service: null,
    traceId: '1'.padStart(32, '0'),
    spanId: '2'.padStart(16, '0'),
    operation: 'o',
  });
  const hex = Buffer.from(encodeSpans([span])).toString('hex');
  // resource_spans(1) … scope_spans(2) … spans(2): trace_id(1), span_id(2), …, name(5)
  expect(hex).toMatch(/^0a.*12.*12.*0a10(00){15}01.*1208(00){7}02.*2a016f/);
});

test('an int is written as its two halves, negative ones included', () => {
  const bytes = encodeSpans([spanBuilder({ attributes: { a: -1, b: -(2n ** 63n), c: 2n ** 63n - 1n } })]);
  const values = JSON.stringify(decoded(bytes));
  for (const text of ['"-1"', '"-9223372036854775808"', '"9223372036854775807"']) expect(values).toContain(text);
});

test('an id that is not hex is refused', () => {
  expect(() => encodeSpans([spanBuilder({ spanId: 'zz' })])).toThrow('hex');
});

test("the bytes are the caller's alone", () => {
  const bytes = encodeSpans([spanBuilder()]);
  expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
});
