import { NameTable, type Span } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto, encodeOtlpProto } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { expectedSpans } from '../expected-spans.ts';
import { FIXTURES, fixture, REFUSED_FIXTURES } from '../fixtures.ts';
import { decodeByOracle, encodeByOracle } from '../oracle.ts';
import { fixed64Field, requestOf } from '../raw-proto.ts';
import { randomRequest } from './random-request.ts';

function spansIn(bytes: Uint8Array): Span[] {
  return spansOf(decodeOtlpProto(bytes, new NameTable()));
}

/** Encoding groups by resource and scope object, so that only the order of spans may change. */
function encoded(spans: readonly Span[]): Uint8Array {
  return encodeOtlpProto([{ traceId: '', spans: [...spans] }]);
}

function sorted(spans: readonly Span[]): string[] {
  const text = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value;
  return spans.map((span) => JSON.stringify(span, text)).sort();
}

describe('what is encoded reads back the same', () => {
  test.for(FIXTURES.filter((name) => !REFUSED_FIXTURES.includes(name)))('%s', (name) => {
    const spans = spansIn(fixture(name));
    expect(sorted(spansIn(encoded(spans)))).toEqual(sorted(spans));
  });

  test('any request', () => {
    fc.assert(
      fc.property(randomRequest, (request) => {
        // A duration beyond 2^53 ns is a rounded float: its end comes back rounded.
        const spans = spansIn(encodeByOracle(request)).filter((span) => span.durationNs < 2 ** 53);
        expect(sorted(spansIn(encoded(spans)))).toEqual(sorted(spans));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('a warning from sanitising is kept and not given twice', () => {
    const spans = spansIn(requestOf(fixed64Field(7, 1_000n), fixed64Field(8, 10n)));
    expect(spans[0]?.warnings).toHaveLength(1);
    expect(spansIn(encoded(spans))).toEqual(spans);
  });
});

test('protobufjs reads what is encoded', () => {
  fc.assert(
    fc.property(randomRequest, (request) => {
      const spans = spansIn(encodeByOracle(request)).filter((span) => span.warnings.length === 0);
      const bytes = encoded(spans);
      expect(expectedSpans(decodeByOracle(bytes))).toEqual(spansIn(bytes));
    }),
    { numRuns: 200, seed: 6 },
  );
});

describe('grouping', () => {
  const [span] = spansIn(requestOf());
  const other = { ...span!, resource: { ...span!.resource }, scope: { ...span!.scope } };

  test('one ResourceSpans a resource object, one ScopeSpans a scope object', () => {
    const spans = [span!, other, span!, { ...span!, scope: other.scope }];
    const batch = decodeOtlpProto(encodeOtlpProto([{ traceId: '', spans }]), new NameTable());
    expect([...batch.columns.resource]).toEqual([0, 0, 0, 1]);
    expect([...batch.columns.scope]).toEqual([0, 0, 1, 2]);
  });

  test('no traces are an empty message', () => {
    expect(encodeOtlpProto([])).toHaveLength(0);
  });
});
