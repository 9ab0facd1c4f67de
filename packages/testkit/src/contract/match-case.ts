// A search as a table row: one question, traces that answer it and traces that do not.
import type { Predicate, Span } from '@spoor/core';
import { expect } from 'vitest';
import type { SpanSpec } from '../build/span-builder.ts';
import type { ContractFixture } from './contract-fixture.ts';

/** One trace: its spans, or one span. */
type TraceSpec = SpanSpec | readonly SpanSpec[];

export interface MatchCase {
  readonly where: Predicate;
  /** Each must be found, at least one. */
  readonly hits: readonly TraceSpec[];
  /** None may be found, at least one. */
  readonly misses: readonly TraceSpec[];
}

/** Builds a row from the fixture: for what needs the case's own names, ids and times. */
export type MatchRow = (t: ContractFixture) => MatchCase;

/** Writes hits and misses into the fixture's service and asks. */
export async function runMatchCase(t: ContractFixture, row: MatchRow): Promise<void> {
  const { where, hits, misses } = row(t);
  const written = (specs: readonly TraceSpec[]): Span[][] => specs.map((spec) => t.trace(isOne(spec) ? [spec] : spec));
  const [wanted, others] = [written(hits), written(misses)];
  await t.write([...others, ...wanted].flat());
  const found = await t.find(t.serviceQuery(where));
  expect(found.toSorted()).toEqual(wanted.map((spans) => spans[0]!.traceId).toSorted());
}

function isOne(spec: TraceSpec): spec is SpanSpec {
  return !Array.isArray(spec);
}
