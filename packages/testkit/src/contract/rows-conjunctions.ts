// A trace matches when one single span satisfies everything: two spans that do so together do not.

import type { AttributeInput } from '../build/attributes.ts';
import type { SpanSpec } from '../build/span-builder.ts';
import { and, attr, compare, durationOf, eq, exists, field, not, operationIs, or, some, tag } from '../predicates.ts';
import type { MatchCase } from './match-case.ts';

/** Both on one span is a hit; one each on two spans, or only one of them, is not. */
function sameSpan(where: MatchCase['where'], first: SpanSpec, second: SpanSpec): MatchCase {
  const both = { ...first, ...second, attributes: [...pairs(first), ...pairs(second)] };
  return { where, hits: [both, [{}, both]], misses: [[first, second], [second, first], first, second] };
}

function pairs(spec: SpanSpec): [string, AttributeInput][] {
  return Object.entries((spec.attributes ?? {}) as Readonly<Record<string, AttributeInput>>);
}

const RED: SpanSpec = { attributes: { color: 'red' } };
const BIG: SpanSpec = { attributes: { size: 'big' } };

export const conjunctionRows = {
  'two tags': (): MatchCase => sameSpan(and(tag('color', 'red'), tag('size', 'big')), RED, BIG),
  'two attributes': (): MatchCase =>
    sameSpan(and(eq(attr('span', 'color'), 'red'), exists(attr('span', 'size'))), RED, BIG),
  'operation and tag': (): MatchCase =>
    sameSpan(and(operationIs('pay'), tag('color', 'red')), { operation: 'pay' }, RED),
  'duration and tag': (): MatchCase =>
    sameSpan(
      and(compare('gte', field('span', 'duration'), durationOf(5e9)), tag('color', 'red')),
      { durationNs: 5e9 },
      RED,
    ),
  'operation and duration': (): MatchCase =>
    sameSpan(
      and(operationIs('pay'), compare('lte', field('span', 'duration'), durationOf(10))),
      { operation: 'pay' },
      { durationNs: 10 },
    ),
  'kind and status': (): MatchCase =>
    sameSpan(
      and(eq(field('span', 'kind'), 'client'), eq(field('span', 'status'), 'error')),
      { kind: 'client' },
      { status: 'error' },
    ),
  'tag of the span and tag of the process': (): MatchCase =>
    sameSpan(and(tag('color', 'red'), tag('host', 'a')), RED, { resource: { attributes: { host: 'a' } } }),
  'tag of the span and field of a log': (): MatchCase =>
    sameSpan(and(tag('color', 'red'), tag('event', 'retry')), RED, { events: [{ name: 'retry' }] }),
  'event and link': (): MatchCase =>
    sameSpan(
      and(some('event', eq(field('event', 'name'), 'retry')), some('link', eq(attr('link', 'why'), 'batch'))),
      { events: [{ name: 'retry' }] },
      { links: [{ attributes: { why: 'batch' } }] },
    ),
  'scope and resource': (): MatchCase =>
    sameSpan(
      and(eq(field('scope', 'name'), 'lib'), eq(attr('resource', 'host'), 'a')),
      { scope: { name: 'lib' } },
      { resource: { attributes: { host: 'a' } } },
    ),
  'a tag and the absence of another': (): MatchCase => ({
    where: and(tag('color', 'red'), not(tag('size', 'big'))),
    hits: [RED, [RED, { attributes: { color: 'red', size: 'big' } }]],
    misses: [{ attributes: { color: 'red', size: 'big' } }, BIG],
  }),
  'not asks for a span without it, not for a trace without it': (): MatchCase => ({
    where: not(tag('color', 'red')),
    hits: [[RED, BIG], BIG],
    misses: [RED, [RED, RED]],
  }),
  'either of two pairs': (): MatchCase => ({
    where: or(and(operationIs('pay'), tag('color', 'red')), and(operationIs('ship'), tag('size', 'big'))),
    hits: [
      { ...RED, operation: 'pay' },
      { ...BIG, operation: 'ship' },
    ],
    misses: [[{ operation: 'pay' }, RED], { ...BIG, operation: 'pay' }, { ...RED, operation: 'ship' }],
  }),
  'four conditions at once': (): MatchCase => {
    const all: SpanSpec = {
      operation: 'pay',
      kind: 'server',
      durationNs: 5e9,
      attributes: { color: 'red', size: 'big' },
    };
    const where = and(
      operationIs('pay'),
      compare('gte', field('span', 'duration'), durationOf(5e9)),
      and(tag('color', 'red'), tag('size', 'big')),
      tag('span.kind', 'server'),
    );
    const misses = [
      { ...all, operation: 'x' },
      { ...all, durationNs: 1 },
      { ...all, ...RED },
      { ...all, kind: 'client' as const },
    ];
    return { where, hits: [all], misses: [...misses, misses] };
  },
};
