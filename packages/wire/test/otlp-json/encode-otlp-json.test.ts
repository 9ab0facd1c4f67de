import { NameTable, type Span, type Trace } from '@spoor/core';
import { double, goldenIngestCases, spanBuilder } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpJson, decodeOtlpProto, encodeOtlpJson, encodeOtlpProto } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { encodeByOracle } from '../oracle.ts';
import { randomRequest } from '../otlp/random-request.ts';

function decodeText(text: string): Span[] {
  return spansOf(decodeOtlpJson(Buffer.from(text), new NameTable()));
}

function traceOf(spans: Span[]): Trace {
  return { traceId: spans[0]?.traceId ?? '', spans };
}

describe('encodeOtlpJson', () => {
  test('a trace reads back the same over JSON and over protobuf', () => {
    fc.assert(
      fc.property(randomRequest, (request) => {
        const trace = traceOf(spansOf(decodeOtlpProto(encodeByOracle(request), new NameTable())));
        const overProto = spansOf(decodeOtlpProto(encodeOtlpProto([trace]), new NameTable()));
        const text = encodeOtlpJson(trace);
        JSON.parse(text);
        expect(withoutResources(decodeText(text))).toEqual(withoutResources(overProto));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  const recorded = goldenIngestCases('otlp').filter(
    ({ protocol, answers }) => protocol === 'otlp-http-json' && answers[0]?.status === 200,
  );
  test.for(recorded)('$name reads back unchanged', ({ payloads }) => {
    for (const payload of payloads) {
      const spans = spansOf(decodeOtlpJson(Uint8Array.from(payload), new NameTable()));
      expect(decodeText(encodeOtlpJson(traceOf(spans))).map(withoutAttributes)).toEqual(spans.map(withoutAttributes));
    }
  });

  test('bytes that were not UTF-8 inside a list are U+FFFD', () => {
    const text =
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"value":{"arrayValue":{"values":[{"stringValue":"?"}]}}}]}]}]}]}';
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf('?')] = 0xff;
    const spans = spansOf(decodeOtlpJson(Uint8Array.from(bytes), new NameTable()));
    expect(encodeOtlpJson(traceOf(spans))).toContain('{"stringValue":"\ufffd"}');
  });

  test('an empty trace is an empty request', () => {
    expect(encodeOtlpJson({ traceId: '', spans: [] })).toBe('{"resourceSpans":[]}');
  });
});

/** Whether a name was sent or put in its place cannot be told from what comes back. */
function withoutResources(spans: readonly Span[]): unknown[] {
  return spans.map(({ resource: { serviceName, schemaUrl }, ...span }) => ({ ...span, serviceName, schemaUrl }));
}

function withoutAttributes(span: Span): unknown {
  return { ...span, resource: { ...span.resource, attributes: [] } };
}

describe('the text', () => {
  const built = spanBuilder({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    operation: 'GET <b>\u2028',
    service: 'shop',
    startUs: 1_768_471_200_000_000,
    durationNs: 1_500,
    attributes: { a: 'x', i: 5, big: 2n ** 62n, d: double(1e-7), t: true },
  });

  test('has the members of proto3 JSON, zero values left out, resource, scope and status always there', () => {
    const span: Span = { ...built, scope: { ...built.scope, name: '', version: '' }, kind: 0, statusCode: 0 };
    expect(JSON.parse(encodeOtlpJson(traceOf([span])))).toEqual({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
          scopeSpans: [
            {
              scope: {},
              spans: [
                {
                  traceId: '0af7651916cd43dd8448eb211c80319c',
                  spanId: 'b7ad6b7169203331',
                  name: 'GET <b>\u2028',
                  startTimeUnixNano: '1768471200000000000',
                  endTimeUnixNano: '1768471200000001500',
                  attributes: [
                    { key: 'a', value: { stringValue: 'x' } },
                    { key: 'i', value: { intValue: '5' } },
                    { key: 'big', value: { intValue: '4611686018427387904' } },
                    { key: 'd', value: { doubleValue: 1e-7 } },
                    { key: 't', value: { boolValue: true } },
                  ],
                  status: {},
                },
              ],
            },
          ],
        },
      ],
    });
  });

  const doubles = [
    { value: 1e-7, text: '1e-07' },
    { value: 1e21, text: '1e+21' },
    { value: 5e-324, text: '5e-324' },
    { value: 0.000001, text: '0.000001' },
    { value: -0, text: '-0' },
    { value: Number.NaN, text: '"NaN"' },
    { value: Number.NEGATIVE_INFINITY, text: '"-Infinity"' },
  ];
  test.each(doubles)('a double of $value is written $text', ({ value, text }) => {
    expect(
      encodeOtlpJson(traceOf([{ ...built, attributes: [{ key: 'd', value: { type: 'double', value } }] }])),
    ).toContain(`{"doubleValue":${text}}`);
  });

  const names = [
    {
      title: 'is added when none was sent',
      attributes: [],
      want: '[{"key":"service.name","value":{"stringValue":"s"}}]',
    },
    {
      title: 'takes the place of one of another type',
      attributes: [{ key: 'service.name', value: { type: 'int', value: 1 } as const }],
      want: '[{"key":"service.name","value":{"stringValue":"s"}}]',
    },
    {
      title: 'stays where it was sent',
      attributes: [
        { key: 'service.name', value: { type: 'string', value: 's' } as const },
        { key: 'z', value: { type: 'empty' } as const },
      ],
      want: '[{"key":"service.name","value":{"stringValue":"s"}},{"key":"z","value":{}}]',
    },
  ];
  test.each(names)('the sanitised service name $title', ({ attributes, want }) => {
    const resource = { ...built.resource, serviceName: 's', attributes };
    expect(encodeOtlpJson(traceOf([{ ...built, resource }]))).toContain(`"resource":{"attributes":${want}`);
  });

  test('spans are grouped by resource and by scope in order of first appearance', () => {
    const scope = { ...built.scope, name: 'other' };
    const text = encodeOtlpJson(traceOf([built, { ...built, name: 'second', scope }, { ...built, name: 'third' }]));
    const parsed = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[] };
    const grouped = parsed.resourceSpans.map(({ scopeSpans }) =>
      scopeSpans.map(({ spans }) => spans.map(({ name }) => name)),
    );
    expect(grouped).toEqual([[['GET <b>\u2028', 'third'], ['second']]]);
  });

  test('a zero id of a link and a parent of a root are left out, warnings are an attribute', () => {
    const link = {
      traceId: '0'.repeat(32),
      spanId: '0'.repeat(16),
      traceState: '',
      flags: 0,
      attributes: [],
      droppedAttributesCount: 0,
    };
    const text = encodeOtlpJson(traceOf([{ ...built, parentSpanId: '', links: [link], warnings: ['late'] }]));
    expect(text).toContain('"links":[{}]');
    expect(text).not.toContain('parentSpanId');
    expect(text).toContain('{"key":"@jaeger@warnings","value":{"arrayValue":{"values":[{"stringValue":"late"}]}}}');
  });

  test('a time before 1970 is its unsigned pattern, as on the wire', () => {
    const text = encodeOtlpJson(traceOf([{ ...built, startUs: -1, startNsRem: 0, durationNs: 2000 }]));
    expect(text).toContain('"startTimeUnixNano":"18446744073709550616","endTimeUnixNano":"1000"');
    expect(decodeText(text)[0]).toMatchObject({ startUs: -1, startNsRem: 0, durationNs: 2000 });
  });
});
