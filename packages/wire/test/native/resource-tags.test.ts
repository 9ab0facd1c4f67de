import { joinBatches, NameTable, type Span, type SpanBatch, selectRows } from '@spoor/core';
import { encodeSpans, spanBuilder } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto, decodePostSpans, withResourceTags } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { FIXTURES, fixture, REFUSED_FIXTURES } from '../fixtures.ts';
import { randomPostSpans } from '../jaeger-proto/random-post-spans.ts';
import { encodeByOracle, encodePostSpansByOracle } from '../oracle.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { attribute, cat, field } from '../raw-proto.ts';

const APPEND = 'none';
const SKIP_EQUAL = 'same-text';
const TAGS = new Map([
  ['dc', 'eu'],
  ['long', 'x'.repeat(300)],
]);
const names = new NameTable();

/** What `spansOf` must say with the tags at the end of every resource. */
function withTags(spans: readonly Span[], tags: ReadonlyMap<string, string>): Span[] {
  const added = Array.from(tags, ([key, value]) => ({ key, value: { type: 'string', value } as const }));
  return spans.map((span) => ({
    ...span,
    resource: { ...span.resource, attributes: [...span.resource.attributes, ...added] },
  }));
}

function expectTagged(batch: SpanBatch): void {
  const tagged = withResourceTags(batch, TAGS, APPEND);
  const expected = withTags(spansOf(batch), TAGS);
  expect(spansOf(tagged)).toEqual(expected);
  expect(batchFacts(tagged)).toEqual(expected.map(factsOf));
  const anew = decodeOtlpProto(tagged.bytes, names);
  expect(spansOf(anew)).toEqual(expected);
  for (const column of ['spanStart', 'spanBytes', 'traceIdAt', 'spanIdAt', 'parentIdAt', 'resource'] as const) {
    expect(tagged.columns[column], column).toEqual(anew.columns[column]);
  }
}

const taken = FIXTURES.filter((name) => !REFUSED_FIXTURES.includes(name));

test.for(taken)('every resource of %s has the tags at its end, and the bytes say so too', (name) => {
  expectTagged(decodeOtlpProto(fixture(name), names));
});

test('so has every resource of any OTLP request and of any native batch', () => {
  const batches = fc.oneof(
    randomRequest.map((request) => decodeOtlpProto(encodeByOracle(request), names)),
    randomPostSpans.map((request) => decodePostSpans(encodePostSpansByOracle(request), names, null)),
  );
  fc.assert(fc.property(batches, expectTagged), { numRuns: 300, seed: 20260117 });
});

describe('a batch that was put together', () => {
  const parts = fc.array(
    randomPostSpans.map((request) => decodePostSpans(encodePostSpansByOracle(request), names, null)),
    { minLength: 2, maxLength: 4 },
  );

  test('joined ones are tagged whole', () => {
    fc.assert(
      fc.property(parts, (batches) => expectTagged(joinBatches(batches))),
      { numRuns: 100, seed: 1 },
    );
  });

  test('tagged ones are joined', () => {
    fc.assert(
      fc.property(parts, (batches) => {
        const joined = joinBatches(batches.map((batch) => withResourceTags(batch, TAGS, APPEND)));
        expect(spansOf(joined)).toEqual(withTags(batches.flatMap(spansOf), TAGS));
        expect(spansOf(decodeOtlpProto(joined.bytes, names))).toEqual(spansOf(joined));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('tagged ones are tagged again, and some rows of them taken', () => {
    fc.assert(
      fc.property(parts, (batches) => {
        const twice = withResourceTags(
          withResourceTags(joinBatches(batches), TAGS, APPEND),
          new Map([['z', '']]),
          APPEND,
        );
        const expected = withTags(withTags(batches.flatMap(spansOf), TAGS), new Map([['z', '']]));
        expect(spansOf(twice)).toEqual(expected);
        const even = Uint32Array.from(expected.keys()).filter((row) => row % 2 === 0);
        expect(spansOf(selectRows(twice, even))).toEqual(expected.filter((_, row) => row % 2 === 0));
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});

test('a resource in pieces, or none at all, gets the tags once', () => {
  const piece = (key: string): Uint8Array => field(1, attribute(1, key, 'v'));
  const spans = field(2, field(2, field(5, 'op')));
  expectTagged(decodeOtlpProto(cat(field(1, piece('a'), spans, piece('b')), field(1, spans)), names));
});

test('a tag that is the service name names the spans that had no name, in their column too', () => {
  const spans = field(2, field(2, field(5, 'op')));
  const bytes = cat(field(1, spans), field(1, field(1, attribute(1, 'service.name', 'own')), spans));
  const tagged = withResourceTags(decodeOtlpProto(bytes, names), new Map([['service.name', 'tag']]), 'same-key');
  expect(spansOf(tagged).map(({ resource }) => resource.serviceName)).toEqual(['tag', 'own']);
  expect(batchFacts(tagged)).toEqual(spansOf(tagged).map(factsOf));
});

test('resources in pieces, which stand at the end of the bytes, are found in no more time than others', () => {
  const resourceSpans = (...resource: readonly Uint8Array[]): Uint8Array =>
    field(1, ...resource, field(2, field(2, field(5, 'o'.repeat(40)))));
  const pair = cat(resourceSpans(field(1), field(1)), resourceSpans(field(1)));
  const bytes = cat(...Array.from({ length: 40_000 }, () => pair));
  const batch = decodeOtlpProto(bytes, names);
  const before = process.cpuUsage();
  expect(withResourceTags(batch, TAGS, APPEND)).toHaveLength(80_000);
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(1_500_000); // 3,400,000 when every look-up began at the start
});

describe('tags that are skipped', () => {
  const batchOf = (...resources: readonly Record<string, string | number>[]): SpanBatch => {
    const spans = resources.map((attributes) => spanBuilder({ service: 's', resource: { attributes } }));
    return decodeOtlpProto(encodeSpans(spans), names);
  };
  const keys = (batch: SpanBatch): readonly (readonly string[])[] =>
    spansOf(batch).map(({ resource }) => resource.attributes.map(({ key }) => key));
  const tags = new Map([
    ['dc', 'eu'],
    ['env', 'prod'],
  ]);

  test('a tag that is there with the same text is not added, with another text or type it is', () => {
    const batch = batchOf({ dc: 'eu' }, { dc: 'us' }, { env: 'prod', dc: 1 });
    expect(keys(withResourceTags(batch, tags, SKIP_EQUAL))).toEqual([
      ['service.name', 'dc', 'env'],
      ['service.name', 'dc', 'dc', 'env'],
      ['service.name', 'env', 'dc', 'dc'],
    ]);
  });

  test('by key, a tag that is there with any text or type is not added', () => {
    const batch = batchOf({ dc: 'us' }, { dc: 1, env: 'test' }, {});
    expect(keys(withResourceTags(batch, tags, 'same-key'))).toEqual([
      ['service.name', 'dc', 'env'],
      ['service.name', 'dc', 'env'],
      ['service.name', 'dc', 'env'],
    ]);
  });

  test('a resource that has them all stays as it is, and so does a batch of such', () => {
    const all = { env: 'prod', dc: 'eu' };
    expect(keys(withResourceTags(batchOf(all, {}), tags, SKIP_EQUAL))).toEqual([
      ['service.name', 'env', 'dc'],
      ['service.name', 'dc', 'env'],
    ]);
    const batch = batchOf(all, all);
    expect(withResourceTags(batch, tags, SKIP_EQUAL)).toBe(batch);
    expect(keys(withResourceTags(batch, tags, APPEND))[0]).toEqual(['service.name', 'env', 'dc', 'dc', 'env']);
  });
});

test('without tags it is the batch itself', () => {
  const batch = decodeOtlpProto(fixture('otlp-resources'), names);
  expect(withResourceTags(batch, new Map(), APPEND)).toBe(batch);
});
