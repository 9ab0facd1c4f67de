// Signatures against the Jaeger view of spans: a tag that a span shows must never be missed.
import { jaegerLogFields, jaegerTags, matches, processTags, valueText } from '@spoor/analysis';
import type { AttributeValue, Scalar, Span } from '@spoor/core';
import { attr, batchOf, double, eq, type SpanSpec, spanBuilder, tag } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeGroup, type TagGroup, tagGroup } from '../src/tag-group.ts';
import { TokenWalker } from '../src/token-walker.ts';

/** The tokens of a span with its resource and scope. */
function tokensOf(...spans: readonly Span[]): Set<number> {
  const { bytes, columns, resources, scopes } = batchOf(...spans);
  const walker = new TokenWalker();
  walker.open(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  walker.span(columns.spanStart[0]!, columns.spanStart[0]! + columns.spanBytes[0]!);
  walker.resource(resources.at[0]!, resources.at[0]! + resources.bytes[0]!);
  walker.scope(scopes.at[0]!, scopes.at[0]! + scopes.bytes[0]!);
  return new Set(walker.tokens.subarray(0, walker.count));
}

function mayMatch(span: Span, group: TagGroup | null): boolean {
  if (group === null) return true;
  if (((group.kindBits >>> span.kind) & 1) === 1 || ((group.statusBits >>> span.statusCode) & 1) === 1) return true;
  const tokens = tokensOf(span);
  return group.tokens.some((token) => tokens.has(token));
}

/** Every key and text by which Jaeger would find the span. */
function shownTags(span: Span): { key: string; text: string }[] {
  const shown = [...jaegerTags(span), ...processTags(span.resource), ...span.events.flatMap(jaegerLogFields)];
  return shown.map((jaegerTag) => ({ key: jaegerTag.key, text: textOf(jaegerTag.value) }));
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return valueText({ type: 'bytes', value });
  return typeof value === 'number' && !Number.isInteger(value) ? valueText({ type: 'double', value }) : String(value);
}

const FULL: SpanSpec = {
  kind: 'server',
  status: 'error',
  statusMessage: 'out of stock',
  traceState: 'vendor=1',
  scope: { name: 'lib', version: '1.2' },
  resource: { attributes: { 'host.name': 'node-1', pid: 7 } },
  attributes: {
    text: 'plain',
    none: '',
    yes: true,
    no: false,
    zero: 0,
    negative: -5,
    most: 9_223_372_036_854_775_807n,
    least: -9_223_372_036_854_775_808n,
    fraction: 0.25,
    wholeDouble: double(3),
    bytes: Uint8Array.of(1, 255),
    list: ['a', 1],
    nothing: null,
    ключ: '値',
    long: 'y'.repeat(1000),
    ['k'.repeat(300)]: 'long key',
  },
  events: [{ name: 'exception', attributes: { 'exception.type': 'Oops', n: 3 } }, { name: 'retry' }],
};

describe('every tag that Jaeger shows is among the tokens', () => {
  const span = spanBuilder(FULL);
  for (const { key, text } of shownTags(span)) {
    test(`${key.slice(0, 30)} = ${text.slice(0, 30)}`, () => {
      expect(matches(tag(key, text), span)).toBe(true);
      expect(mayMatch(span, tagGroup(key, text))).toBe(true);
    });
  }
});

describe('what the span does not show is mostly not among the tokens', () => {
  const span = spanBuilder({ attributes: { a: 'x', n: 5, b: true }, kind: 'client', events: [{ name: 'e' }] });
  const cases = [
    { title: 'another value', key: 'a', text: 'y' },
    { title: 'another key', key: 'b', text: 'x' },
    { title: 'a prefix', key: 'a', text: '' },
    { title: 'another number', key: 'n', text: '50' },
    { title: 'a number written otherwise', key: 'n', text: '05' },
    { title: 'the other truth', key: 'b', text: 'false' },
    { title: 'another kind', key: 'span.kind', text: 'server' },
    { title: 'an error that was none', key: 'error', text: 'true' },
    { title: 'another event', key: 'event', text: 'f' },
    { title: 'a scope that was not sent', key: 'otel.scope.name', text: 'lib' },
  ] as const;
  for (const c of cases) test(c.title, () => expect(mayMatch(span, tagGroup(c.key, c.text))).toBe(false));
});

test('attributes that reading makes of invalid UTF-8 are not narrowed', () => {
  expect(tagGroup('invalid-tag-key-1', 'ff')).toBeNull();
  expect(attributeGroup('invalid-span-name', { type: 'string', value: 'x' })).toBeNull();
});

test('a key with replacement characters is not narrowed: its bytes may have been invalid UTF-8', () => {
  expect(tagGroup('a\ufffd', 'x')).toBeNull();
  expect(attributeGroup('a\ufffd', { type: 'string', value: 'x' })).toBeNull();
});

test('a number of another kind than those with tokens is not narrowed', () => {
  expect(attributeGroup('a', { type: 'duration', ns: 1 })).toBeNull();
});

/** Without lone surrogates: no UTF-8 holds them. */
const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'true', '0', '-1', '1e3', 'ff', '[]'));
const values: fc.Arbitrary<AttributeValue> = fc.oneof(
  texts.map((value): AttributeValue => ({ type: 'string', value })),
  fc.boolean().map((value): AttributeValue => ({ type: 'bool', value })),
  fc.maxSafeInteger().map((value): AttributeValue => ({ type: 'int', value })),
  fc.double({ noNaN: true }).map((value): AttributeValue => ({ type: 'double', value })),
  fc.uint8Array({ maxLength: 8 }).map((value): AttributeValue => ({ type: 'bytes', value })),
);

test('a random attribute is found by its text, wherever it stands', () => {
  fc.assert(
    fc.property(texts, values, fc.constantFrom('span', 'resource', 'event'), (key, value, where) => {
      const span = spanBuilder({ events: [{}] });
      const at = { span: span.attributes, resource: span.resource.attributes, event: span.events[0]!.attributes }[
        where
      ];
      at.push({ key, value });
      expect(mayMatch(span, tagGroup(key, valueText(value)))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a random attribute is found by equality with its own value', () => {
  const scalars = values.filter((value) => ['string', 'bool', 'int', 'double'].includes(value.type));
  fc.assert(
    fc.property(texts, scalars, (key, value) => {
      const span = spanBuilder({});
      span.attributes.push({ key, value });
      if (value.type !== 'string' && value.type !== 'bool' && value.type !== 'int' && value.type !== 'double') return;
      const scalar: Scalar = value;
      expect(matches(eq(attr('span', key), scalar), span)).toBe(true);
      expect(mayMatch(span, attributeGroup(key, scalar))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('an int is found by equality with the same number as a double, and the other way round', () => {
  const span = spanBuilder({ attributes: { i: 5, d: double(5) } });
  expect(mayMatch(span, attributeGroup('i', { type: 'double', value: 5 }))).toBe(true);
  expect(mayMatch(span, attributeGroup('d', { type: 'int', value: 5 }))).toBe(true);
});
