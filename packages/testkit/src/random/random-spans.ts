// Spans from a small vocabulary, so that random questions about them have answers. The same words are used
// by `randomQuery`.
import type { Span } from '@spoor/core';
import { type AttributeInput, double } from '../build/attributes.ts';
import { type SpanSpec, spanBuilder } from '../build/span-builder.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface RandomData {
  readonly random: SeededRandom;
  /** Prefix of every service, so that data sets can share a store. */
  readonly prefix: string;
  /** All spans start within [baseUs, baseUs + windowUs). */
  readonly baseUs: number;
  readonly windowUs: number;
}

export const KEYS: readonly string[] = ['a', 'b', 'http.status_code', 'error'];
const VALUES: readonly AttributeInput[] = ['x', 'y', '', '1', 1, 2, 500, true, false, double(1), 0.5];
export const OPERATIONS: readonly string[] = ['GET', 'POST', '', 'sélect'];
export const SERVICES: readonly string[] = ['web', 'db', 'cart'];
export const KINDS: readonly NonNullable<SpanSpec['kind']>[] = [
  '',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
export const STATUSES: readonly NonNullable<SpanSpec['status']>[] = ['unset', 'ok', 'error'];
export const EVENTS: readonly string[] = ['exception', 'retry', ''];
/** Both sides of the bounds that `randomQuery` asks for. */
export const DURATIONS_NS: readonly number[] = [1, 999, 1_000, 1_001, 5_000_000, 2_000_000_000];

/** The spans of `traces` random traces of 1 to 5 spans, shuffled. */
export function randomSpans(data: RandomData, traces: number): Span[] {
  const { random } = data;
  const spans: Span[] = [];
  for (let i = 0; i < traces; i++) {
    const traceId = random.chance(0.1) ? `${'0'.repeat(16)}${random.hex(16)}` : random.hex(32);
    // Starts on a coarse grid: ties between traces happen.
    const startUs = data.baseUs + random.int(data.windowUs / 1_000 / 2) * 1_000;
    let parentSpanId = random.chance(0.8) ? '' : random.hex(16);
    for (let n = 1 + random.int(5); n > 0; n--) {
      const span = spanBuilder({
        ...randomSpec(data),
        traceId,
        parentSpanId,
        startUs: startUs + random.int(3) * 1_000,
      });
      parentSpanId = random.chance(0.8) ? span.spanId : parentSpanId;
      spans.push(span);
    }
  }
  return shuffled(random, spans);
}

function randomSpec(data: RandomData): SpanSpec {
  const { random } = data;
  const attributes = (): [string, AttributeInput][] =>
    Array.from({ length: random.int(3) }, () => [random.pick(KEYS), random.pick(VALUES)]);
  return {
    spanId: random.hex(16),
    service: `${data.prefix}${random.pick(SERVICES)}`,
    operation: random.pick(OPERATIONS),
    kind: random.pick(KINDS),
    status: random.pick(STATUSES),
    durationNs: random.pick(DURATIONS_NS),
    attributes: attributes(),
    resource: { attributes: random.chance(0.3) ? attributes() : {} },
    scope: random.chance(0.3) ? { name: 'lib', attributes: attributes() } : {},
    events: random.chance(0.3) ? [{ name: random.pick(EVENTS), attributes: attributes() }] : [],
    links: random.chance(0.1) ? [{ traceId: random.hex(32), spanId: random.hex(16), attributes: attributes() }] : [],
  };
}

export function shuffled<T>(random: SeededRandom, items: readonly T[]): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
