import type { JaegerTag } from '@spoor/analysis';
import { double, spanBuilder, traceBuilder } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonString } from '../../src/render/json-string.ts';
import { TagText } from '../../src/render/tag-text.ts';
import { traceText } from '../../src/render/trace-text.ts';

const values: readonly { readonly title: string; readonly tag: JaegerTag; readonly want: string }[] = [
  {
    title: 'a string is escaped as Go does',
    tag: { key: '<k>', type: 'string', value: 'a&b' },
    want: String.raw`"a\u0026b"`,
  },
  { title: 'a bool is bare', tag: { key: 'k', type: 'bool', value: false }, want: 'false' },
  {
    title: 'an exact int is bare',
    tag: { key: 'k', type: 'int64', value: -9007199254740991 },
    want: '-9007199254740991',
  },
  {
    title: 'an int JavaScript cannot hold is text',
    tag: { key: 'k', type: 'int64', value: 9007199254740993n },
    want: '"9007199254740993"',
  },
  { title: '2^53 is text', tag: { key: 'k', type: 'int64', value: 2 ** 53 }, want: '"9007199254740992"' },
  { title: 'a small bigint is bare', tag: { key: 'k', type: 'int64', value: 5n }, want: '5' },
  { title: 'a whole double has no point', tag: { key: 'k', type: 'float64', value: 1 }, want: '1' },
  { title: "a tiny double has Go's exponent", tag: { key: 'k', type: 'float64', value: 1e-9 }, want: '1e-9' },
  {
    title: 'a large double turns to exponents at 1e21',
    tag: { key: 'k', type: 'float64', value: 1e21 },
    want: '1e+21',
  },
  { title: 'and not before', tag: { key: 'k', type: 'float64', value: 1e20 }, want: '100000000000000000000' },
  { title: 'minus zero is zero', tag: { key: 'k', type: 'float64', value: -0 }, want: '0' },
  { title: 'NaN is text', tag: { key: 'k', type: 'float64', value: Number.NaN }, want: '"NaN"' },
  { title: 'infinities are text', tag: { key: 'k', type: 'float64', value: -Infinity }, want: '"-Inf"' },
  { title: 'bytes are base64', tag: { key: 'k', type: 'binary', value: Uint8Array.of(0, 1, 255) }, want: '"AAH/"' },
  { title: 'no bytes are null', tag: { key: 'k', type: 'binary', value: new Uint8Array() }, want: 'null' },
];

describe('a tag value', () => {
  for (const { title, tag, want } of values) {
    test(title, () => {
      const json = new TagText().list([tag]);
      expect(json).toBe(`[{"key":${jsonString(tag.key)},"type":"${tag.type}","value":${want}}]`);
    });
  }
});

test('a key with two types has two heads', () => {
  const text = new TagText();
  const list = text.list([
    { key: 'k', type: 'bool', value: true },
    { key: 'k', type: 'int64', value: 1 },
    { key: 'k', type: 'bool', value: false },
  ]);
  expect(JSON.parse(list)).toEqual([
    { key: 'k', type: 'bool', value: true },
    { key: 'k', type: 'int64', value: 1 },
    { key: 'k', type: 'bool', value: false },
  ]);
});

test('any text survives as a JSON string, without a raw <, >, & or line separator', () => {
  const characters = fc.constantFrom('<', '>', '&', '\u2028', '\u2029', '"', '\\', '\u0000', '\n', 'ü', '😀', 'a');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(characters).map((list) => list.join('')),
      ),
      (text) => {
        const json = jsonString(text);
        expect(JSON.parse(json)).toBe(text);
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      },
    ),
  );
});

describe('a trace', () => {
  const render = (spans: ReturnType<typeof traceBuilder>, adjusted: boolean): string[] => [
    ...traceText({ traceId: spans[0]!.traceId, spans }, adjusted, new TagText()),
  ];

  test('numbers processes by first appearance and shares equal ones', () => {
    const spans = traceBuilder([
      { service: 'b', resource: { attributes: { y: 1, x: 2 } } },
      { service: 'a' },
      { service: 'b', resource: { attributes: { x: 2, y: 1 } } },
    ]);
    const trace = JSON.parse(render(spans, true).join(''));
    expect(trace.spans.map((span: { processID: string }) => span.processID)).toEqual(['p1', 'p2', 'p1']);
    expect(Object.keys(trace.processes)).toEqual(['p1', 'p2']);
    expect(trace.processes.p1.tags.map((tag: { key: string }) => tag.key)).toEqual(['x', 'y']);
  });

  test("has its fields in Jaeger's order and leaves flags of OTLP spans out", () => {
    const spans = [
      spanBuilder({ traceId: '1'.padStart(32, '0'), spanId: '2'.padStart(16, '0'), flags: 257, durationNs: 1999 }),
    ];
    expect(render(spans, false).join('')).toBe(
      '{"traceID":"0000000000000001","spans":[{"traceID":"0000000000000001","spanID":"0000000000000002",' +
        '"operationName":"operation","references":[],"startTime":1768471200000000,"duration":1,"tags":[],"logs":[],' +
        '"processID":"p1","warnings":null}],"processes":{"p1":{"serviceName":"service","tags":[]}},"warnings":null}',
    );
  });

  test('is answered whatever its times are', () => {
    const spans = [spanBuilder({ startUs: -5 }), spanBuilder({ startUs: 2 ** 60, durationNs: 1.8e19 })];
    const trace = JSON.parse(render(spans, true).join(''));
    expect(trace.spans.map((span: { startTime: number }) => span.startTime)).toEqual([-5, 2 ** 60]);
  });

  test('sorts tags and log fields of an adjusted answer only', () => {
    const events = [{ name: 'e', attributes: { z: 1, a: double(2) } }];
    const spans = [spanBuilder({ kind: 'server', attributes: { z: 1, a: 2 }, events })];
    const keys = (adjusted: boolean): unknown => {
      const [span] = JSON.parse(render(spans, adjusted).join('')).spans;
      const keyOf = (tag: { key: string }): string => tag.key;
      return [span.tags.map(keyOf), span.logs[0].fields.map(keyOf)];
    };
    expect(keys(false)).toEqual([
      ['z', 'a', 'span.kind'],
      ['event', 'z', 'a'],
    ]);
    expect(keys(true)).toEqual([
      ['a', 'span.kind', 'z'],
      ['event', 'a', 'z'],
    ]);
  });

  test('comes in pieces of bounded size', () => {
    const spans = Array.from({ length: 2_000 }, () => spanBuilder({ attributes: { text: 'x'.repeat(500) } }));
    const pieces = render(spans, true);
    expect(pieces.length).toBeGreaterThan(15);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
    expect(JSON.parse(pieces.join('')).spans).toHaveLength(2_000);
  });
});
