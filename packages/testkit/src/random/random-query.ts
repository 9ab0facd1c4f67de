// Random questions over the vocabulary of `randomSpans`.
import type { AttributeOperand, Comparison, Level, Predicate, TraceQuery } from '@spoor/core';
import {
  and,
  attr,
  compare,
  durationOf,
  eq,
  exists,
  field,
  noneOf,
  not,
  oneOf,
  operationIs,
  or,
  regex,
  type ScalarInput,
  serviceIs,
  some,
  tag,
  timeOf,
} from '../predicates.ts';
import { DURATIONS_NS, EVENTS, KEYS, KINDS, OPERATIONS, type RandomData, SERVICES, STATUSES } from './random-spans.ts';

const LEVELS: readonly (Level | 'any')[] = ['span', 'resource', 'scope', 'event', 'link', 'any'];
const COMPARISONS: readonly Comparison[] = ['eq', 'ne', 'gt', 'lt', 'gte', 'lte'];
const SCALARS: readonly ScalarInput[] = ['x', 'y', '', 1, 2, 500, 0.5, true, false];
const TEXTS: readonly string[] = ['x', 'y', '', '1', '2', '500', 'true', 'false', '0.5'];

/** A random part of the data's time, with or without a limit. */
export function randomQuery(data: RandomData): TraceQuery {
  const { random } = data;
  const edge = (): number => data.baseUs + random.int(data.windowUs / 1_000) * 1_000;
  const [a, b] = random.chance(0.5) ? [data.baseUs, data.baseUs + data.windowUs - 1] : [edge(), edge()];
  return {
    where: random.chance(0.05) ? null : randomPredicate(data, 3),
    startMinUs: Math.min(a, b),
    startMaxUs: Math.max(a, b),
    limit: random.pick([null, 1, 3, 20, 1_000]),
  };
}

export function randomPredicate(data: RandomData, depth: number): Predicate {
  const { random } = data;
  if (depth === 0 || random.chance(0.4)) return randomLeaf(data);
  const args = Array.from({ length: 2 + random.int(2) }, () => randomPredicate(data, depth - 1));
  return random.pick([() => and(...args), () => and(...args), () => or(...args), () => not(args[0]!)])();
}

function randomLeaf(data: RandomData): Predicate {
  const { random } = data;
  const key = random.pick(KEYS);
  const operand: AttributeOperand = attr(random.pick(LEVELS), key);
  const service = (): string => data.prefix + random.pick(SERVICES);
  return random.pick<() => Predicate>([
    () => serviceIs(service()),
    () => operationIs(random.pick(OPERATIONS)),
    () => tag(key, random.pick(TEXTS)),
    () =>
      tag(
        random.pick(['span.kind', 'error', 'otel.status_code', 'event']),
        random.pick(['server', 'client', 'true', 'ERROR', 'OK', 'retry']),
      ),
    () => compare(random.pick(COMPARISONS), field('span', 'duration'), durationOf(random.pick(DURATIONS_NS))),
    () =>
      compare(
        random.pick(COMPARISONS),
        field('span', 'startTime'),
        timeOf(data.baseUs + random.int(data.windowUs / 1_000) * 1_000),
      ),
    () => eq(field('span', 'kind'), random.pick(KINDS.slice(1))),
    () => oneOf(field('span', 'status'), random.pick(STATUSES), random.pick(STATUSES)),
    () => oneOf(field('resource', 'service'), service(), service()),
    () => compare(random.pick(['eq', 'ne']), operand, random.pick(SCALARS)),
    () => compare(random.pick(COMPARISONS), operand, random.pick([1, 2, 500, 0.5])),
    () => exists(operand),
    () => oneOf(operand, random.pick(SCALARS), random.pick(SCALARS)),
    () => noneOf(operand, random.pick(SCALARS)),
    () => regex(operand, random.pick(['x|y', '.', '5', '0*'])),
    () => some('event', and(eq(field('event', 'name'), random.pick(EVENTS)), exists(attr('event', key)))),
    () => some('link', exists(attr('link', key))),
  ])();
}
