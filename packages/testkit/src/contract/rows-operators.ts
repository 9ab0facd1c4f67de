// Every operator, on attributes and fields of every level.
import { double } from '../build/attributes.ts';
import { newSpanId, newTraceId } from '../build/span-builder.ts';
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
  or,
  regex,
  some,
  timeOf,
} from '../predicates.ts';
import type { ContractFixture } from './contract-fixture.ts';
import type { MatchCase } from './match-case.ts';

const CART = { attributes: { route: 'cart' } };
const HOME = { attributes: { route: 'home' } };

export const operatorRows = {
  // operators, on one attribute of a span
  'eq on a span attribute': (): MatchCase => ({
    where: eq(attr('span', 'route'), 'cart'),
    hits: [CART],
    misses: [
      HOME,
      {},
      { attributes: { route: 'carts' } },
      { attributes: { Route: 'cart' } },
      { attributes: { route: 'Cart' } },
    ],
  }),
  'ne on a span attribute': (): MatchCase => ({
    where: and(exists(attr('span', 'route')), compare('ne', attr('span', 'route'), 'cart')),
    hits: [HOME],
    misses: [CART, {}],
  }),
  'gt on a numeric attribute': (): MatchCase => ({
    where: compare('gt', attr('span', 'size'), 10),
    hits: [{ attributes: { size: 11 } }],
    misses: [{ attributes: { size: 10 } }, { attributes: { size: 9 } }, {}],
  }),
  'gte on a numeric attribute': (): MatchCase => ({
    where: compare('gte', attr('span', 'size'), 10),
    hits: [{ attributes: { size: 10 } }, { attributes: { size: 11 } }],
    misses: [{ attributes: { size: 9 } }, {}],
  }),
  'lt on a numeric attribute': (): MatchCase => ({
    where: compare('lt', attr('span', 'size'), 10),
    hits: [{ attributes: { size: 9 } }, { attributes: { size: -100 } }],
    misses: [{ attributes: { size: 10 } }, {}],
  }),
  'lte on a double attribute': (): MatchCase => ({
    where: compare('lte', attr('span', 'load'), 0.5),
    hits: [{ attributes: { load: 0.5 } }, { attributes: { load: -0.5 } }],
    misses: [{ attributes: { load: 0.51 } }, {}],
  }),
  'eq on an int, a double and a bool': (): MatchCase => ({
    where: and(eq(attr('span', 'n'), 7), eq(attr('span', 'd'), 0.25), eq(attr('span', 'b'), true)),
    hits: [{ attributes: { n: 7, d: double(0.25), b: true } }],
    misses: [
      { attributes: { n: 8, d: double(0.25), b: true } },
      { attributes: { n: 7, d: double(0.5), b: true } },
      { attributes: { n: 7, d: double(0.25), b: false } },
    ],
  }),
  'exists on a span attribute': (): MatchCase => ({
    where: exists(attr('span', 'route')),
    hits: [CART, { attributes: { route: '' } }],
    misses: [{}, { attributes: { other: 'route' } }, { resource: CART }],
  }),
  'in on a span attribute': (): MatchCase => ({
    where: oneOf(attr('span', 'route'), 'cart', 'home'),
    hits: [CART, HOME],
    misses: [{ attributes: { route: 'admin' } }, {}],
  }),
  'not_in on a span attribute': (): MatchCase => ({
    where: and(exists(attr('span', 'route')), noneOf(attr('span', 'route'), 'cart', 'home')),
    hits: [{ attributes: { route: 'admin' } }],
    misses: [CART, HOME],
  }),
  'regex on a span attribute matches anywhere in the value': (): MatchCase => ({
    where: regex(attr('span', 'route'), 'ar[td]'),
    hits: [CART, { attributes: { route: 'card' } }],
    misses: [HOME, {}, { attributes: { route: 'ar' } }],
  }),
  'not turns a predicate round': (): MatchCase => ({
    where: not(eq(attr('span', 'route'), 'cart')),
    hits: [HOME, {}],
    misses: [CART],
  }),
  'or takes either': (): MatchCase => ({
    where: or(eq(attr('span', 'route'), 'cart'), eq(field('span', 'name'), 'checkout')),
    hits: [CART, { operation: 'checkout' }],
    misses: [HOME],
  }),

  // levels of attributes
  'an attribute of the resource': (): MatchCase => ({
    where: eq(attr('resource', 'route'), 'cart'),
    hits: [{ resource: CART }],
    misses: [{ resource: HOME }, CART, { scope: CART }, { events: [CART] }],
  }),
  'an attribute of the scope': (): MatchCase => ({
    where: eq(attr('scope', 'route'), 'cart'),
    hits: [{ scope: CART }],
    misses: [{ scope: HOME }, CART, { resource: CART }],
  }),
  'an attribute of some event': (): MatchCase => ({
    where: eq(attr('event', 'route'), 'cart'),
    hits: [{ events: [HOME, CART] }],
    misses: [{ events: [HOME] }, CART, {}, { links: [CART] }],
  }),
  'an attribute of some link': (): MatchCase => ({
    where: eq(attr('link', 'route'), 'cart'),
    hits: [{ links: [HOME, CART] }],
    misses: [{ links: [HOME] }, CART, {}, { events: [CART] }],
  }),
  'an attribute of any level is one of span or resource': (): MatchCase => ({
    where: eq(attr('any', 'route'), 'cart'),
    hits: [CART, { resource: CART }],
    misses: [{ scope: CART }, { events: [CART] }, { links: [CART] }, HOME],
  }),
  'some asks one event for everything': (): MatchCase => ({
    where: some('event', and(eq(field('event', 'name'), 'retry'), eq(attr('event', 'n'), 2))),
    hits: [
      {
        events: [
          { name: 'retry', attributes: { n: 1 } },
          { name: 'retry', attributes: { n: 2 } },
        ],
      },
    ],
    misses: [
      {
        events: [
          { name: 'retry', attributes: { n: 1 } },
          { name: 'done', attributes: { n: 2 } },
        ],
      },
      {},
    ],
  }),
  'some asks one link for everything': (): MatchCase => ({
    where: some('link', and(eq(field('link', 'traceState'), 'a=1'), eq(attr('link', 'n'), 2))),
    hits: [{ links: [{ traceState: 'a=1', attributes: { n: 2 } }] }],
    misses: [{ links: [{ traceState: 'a=1' }, { attributes: { n: 2 } }] }, {}],
  }),

  // fields
  'the name of a span': (): MatchCase => ({
    where: eq(field('span', 'name'), 'GET /cart'),
    hits: [{ operation: 'GET /cart' }],
    misses: [{ operation: 'GET /cart/1' }, { operation: 'get /cart' }, { operation: '' }],
  }),
  'an empty name': (): MatchCase => ({
    where: eq(field('span', 'name'), ''),
    hits: [{ operation: '' }],
    misses: [{ operation: ' ' }, {}],
  }),
  'a name in any script': (): MatchCase => ({
    where: eq(field('span', 'name'), 'поиск 🔍'),
    hits: [{ operation: 'поиск 🔍' }],
    misses: [{ operation: 'поиск' }],
  }),
  'the kind of a span': (): MatchCase => ({
    where: oneOf(field('span', 'kind'), 'server', 'consumer'),
    hits: [{ kind: 'server' }, { kind: 'consumer' }],
    misses: [{ kind: 'client' }, { kind: 'producer' }, { kind: 'internal' }, {}],
  }),
  'the status of a span': (): MatchCase => ({
    where: eq(field('span', 'status'), 'error'),
    hits: [{ status: 'error' }],
    misses: [{ status: 'ok' }, {}, { attributes: { error: true } }],
  }),
  'the status message of a span': (): MatchCase => ({
    where: regex(field('span', 'statusMessage'), 'stock'),
    hits: [{ status: 'error', statusMessage: 'out of stock' }],
    misses: [{ status: 'error' }, { attributes: { statusMessage: 'stock' } }],
  }),
  'a duration, both bounds inclusive': (): MatchCase => ({
    where: and(
      compare('gte', field('span', 'duration'), durationOf(1_000)),
      compare('lte', field('span', 'duration'), durationOf(2_000)),
    ),
    hits: [{ durationNs: 1_000 }, { durationNs: 1_500 }, { durationNs: 2_000 }],
    misses: [{ durationNs: 999 }, { durationNs: 2_001 }],
  }),
  'a duration, both bounds exclusive': (): MatchCase => ({
    where: and(
      compare('gt', field('span', 'duration'), durationOf(1_000)),
      compare('lt', field('span', 'duration'), durationOf(2_000)),
    ),
    hits: [{ durationNs: 1_001 }, { durationNs: 1_999 }],
    misses: [{ durationNs: 1_000 }, { durationNs: 2_000 }],
  }),
  'the start of a span': (t: ContractFixture): MatchCase => ({
    where: and(
      compare('gte', field('span', 'startTime'), timeOf(t.at(100))),
      compare('lt', field('span', 'startTime'), timeOf(t.at(200))),
    ),
    hits: [{ startUs: t.at(100) }, { startUs: t.at(199) }],
    misses: [{ startUs: t.at(99) }, { startUs: t.at(200) }],
  }),
  'the end of a span': (t: ContractFixture): MatchCase => ({
    where: compare('gt', field('span', 'endTime'), timeOf(t.at(5_000))),
    hits: [{ durationNs: 6_000_000 }],
    misses: [{ durationNs: 5_000_000 }, { durationNs: 1 }],
  }),
  'the id of a trace': (): MatchCase => {
    const traceId = newTraceId();
    return { where: eq(field('span', 'traceID'), traceId), hits: [{ traceId }], misses: [{}] };
  },
  'the id of a span': (): MatchCase => {
    const spanId = newSpanId();
    return { where: eq(field('span', 'spanID'), spanId), hits: [{ spanId }], misses: [{}, { parentSpanId: spanId }] };
  },
  'the id of a parent': (): MatchCase => {
    const parentSpanId = newSpanId();
    const where = eq(field('span', 'parentSpanID'), parentSpanId);
    return { where, hits: [{ parentSpanId }], misses: [{}, { spanId: parentSpanId }] };
  },
  'the trace state of a span': (): MatchCase => ({
    where: eq(field('span', 'traceState'), 'a=1'),
    hits: [{ traceState: 'a=1' }],
    misses: [{ traceState: 'a=2' }, {}],
  }),
  'the schema of a resource': (): MatchCase => ({
    where: eq(field('resource', 'schemaURL'), 'https://schema/1'),
    hits: [{ resource: { schemaUrl: 'https://schema/1' } }],
    misses: [{ scope: { schemaUrl: 'https://schema/1' } }, {}],
  }),
  'the name and version of a scope': (): MatchCase => ({
    where: and(eq(field('scope', 'name'), 'lib'), eq(field('scope', 'version'), '2')),
    hits: [{ scope: { name: 'lib', version: '2' } }],
    misses: [{ scope: { name: 'lib', version: '1' } }, { scope: { name: 'lob', version: '2' } }, {}],
  }),
  'the schema of a scope': (): MatchCase => ({
    where: eq(field('scope', 'schemaURL'), 'https://schema/1'),
    hits: [{ scope: { schemaUrl: 'https://schema/1' } }],
    misses: [{ resource: { schemaUrl: 'https://schema/1' } }, {}],
  }),
  'the name of some event': (): MatchCase => ({
    where: eq(field('event', 'name'), 'exception'),
    hits: [{ events: [{ name: 'start' }, { name: 'exception' }] }],
    misses: [{ events: [{ name: 'start' }] }, { operation: 'exception' }],
  }),
  'the time of some event': (t: ContractFixture): MatchCase => ({
    where: compare('gte', field('event', 'time'), timeOf(t.at(50))),
    hits: [{ events: [{ timeUs: t.at(10) }, { timeUs: t.at(50) }] }],
    misses: [{ events: [{ timeUs: t.at(49) }] }, {}],
  }),
  'the time of some event since its span began': (t: ContractFixture): MatchCase => ({
    where: compare('gt', field('event', 'timeSinceStart'), durationOf(1_000)),
    hits: [{ startUs: t.at(100), events: [{ timeUs: t.at(102) }] }],
    misses: [{ startUs: t.at(100), events: [{ timeUs: t.at(101) }] }, { startUs: t.at(100) }],
  }),
  'the ids of some link': (): MatchCase => {
    const [traceId, spanId] = [newTraceId(), newSpanId()];
    const where = some('link', and(eq(field('link', 'traceID'), traceId), eq(field('link', 'spanID'), spanId)));
    return { where, hits: [{ links: [{}, { traceId, spanId }] }], misses: [{ links: [{ traceId }, { spanId }] }, {}] };
  },
};
