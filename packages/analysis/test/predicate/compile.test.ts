import {
  type AttributeOperand,
  type FieldOperand,
  type Predicate,
  type Scalar,
  type Span,
  TracingError,
} from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePredicate, MAX_PREDICATE_DEPTH, matches } from '../../src/index.ts';
import { attribute, attributes, event, id, link, resource, START_US, scope, span, TRACE_ID } from '../support/build.ts';

const attr = (key: string, level: AttributeOperand['level'] = 'any'): AttributeOperand => ({
  kind: 'attribute',
  key,
  level,
});
const field = (level: FieldOperand['level'], name: string): FieldOperand => ({ kind: 'field', level, name });
const text = (value: string): Scalar => ({ type: 'string', value });
const int = (value: number | bigint): Scalar => ({ type: 'int', value });
const double = (value: number): Scalar => ({ type: 'double', value });
const bool = (value: boolean): Scalar => ({ type: 'bool', value });

interface Case {
  readonly title: string;
  readonly where: Predicate;
  readonly of: Span;
  readonly want: boolean;
}

function table(cases: readonly Case[]): void {
  for (const c of cases) test(c.title, () => expect(matches(c.where, c.of)).toBe(c.want));
}

const rich = span({
  fields: {
    s: 'text',
    i: 7,
    big: 2n ** 60n,
    d: { double: 1.5 },
    whole: { double: 7 },
    b: true,
    n: null,
    list: ['text'],
  },
  resource: resource('shop', { zone: 'eu', s: 'process' }),
});

describe('comparison of an attribute with a constant', () => {
  const op = (name: 'eq' | 'ne' | 'gt' | 'lt' | 'gte' | 'lte', key: string, value: Scalar): Predicate => ({
    op: name,
    of: attr(key),
    value,
  });
  table([
    { title: 'equal text', where: op('eq', 's', text('text')), of: rich, want: true },
    { title: 'text is compared whole', where: op('eq', 's', text('tex')), of: rich, want: false },
    { title: 'text is case-sensitive', where: op('eq', 's', text('TEXT')), of: rich, want: false },
    { title: 'an int is not its text', where: op('eq', 'i', text('7')), of: rich, want: false },
    { title: 'text is no number', where: op('eq', 's', int(7)), of: rich, want: false },
    { title: 'equal ints', where: op('eq', 'i', int(7)), of: rich, want: true },
    { title: 'an int equals a whole double', where: op('eq', 'i', double(7)), of: rich, want: true },
    { title: 'a whole double equals an int', where: op('eq', 'whole', int(7)), of: rich, want: true },
    { title: 'large ints are exact', where: op('eq', 'big', int(2n ** 60n + 1n)), of: rich, want: false },
    { title: 'a bigint equals itself', where: op('eq', 'big', int(2n ** 60n)), of: rich, want: true },
    { title: 'a bigint is above a double', where: op('gt', 'big', double(1e18)), of: rich, want: true },
    { title: 'numbers are ordered as numbers', where: op('lt', 'i', int(10)), of: rich, want: true },
    { title: 'text is ordered as text', where: op('gt', 's', text('m')), of: rich, want: true },
    { title: 'gt excludes the bound', where: op('gt', 'i', int(7)), of: rich, want: false },
    { title: 'gte includes it', where: op('gte', 'i', int(7)), of: rich, want: true },
    { title: 'lte includes it', where: op('lte', 'd', double(1.5)), of: rich, want: true },
    { title: 'a number has no order against text', where: op('gt', 'i', text('')), of: rich, want: false },
    { title: 'equal bools', where: op('eq', 'b', bool(true)), of: rich, want: true },
    { title: 'a bool is not 1', where: op('eq', 'b', int(1)), of: rich, want: false },
    { title: 'an array does not equal its element', where: op('eq', 'list', text('text')), of: rich, want: false },
    {
      title: 'NaN equals nothing',
      where: op('eq', 'x', double(Number.NaN)),
      of: span({ fields: { x: { double: Number.NaN } } }),
      want: false,
    },
    {
      title: 'NaN is not above or below',
      where: op('lte', 'x', double(1)),
      of: span({ fields: { x: { double: Number.NaN } } }),
      want: false,
    },
    { title: 'ne of another value', where: op('ne', 'i', int(8)), of: rich, want: true },
    { title: 'ne of the same value', where: op('ne', 'i', int(7)), of: rich, want: false },
    { title: 'ne of another type holds', where: op('ne', 'i', text('7')), of: rich, want: true },
  ]);
});

describe('where an attribute is looked for', () => {
  const at = (level: AttributeOperand['level'], key: string, value: string): Predicate => ({
    op: 'eq',
    of: attr(key, level),
    value: text(value),
  });
  const leveled = span({
    fields: { k: 'span' },
    resource: resource('r', { k: 'resource' }),
    scope: { ...scope(), attributes: [attribute('k', 'scope')] },
    events: [event('e1', { k: 'event' }), event('e2', { k: 'late' })],
    links: [{ ...link('9'), attributes: attributes({ k: 'link' }) }],
  });
  table([
    { title: 'unqualified finds the span’s', where: at('any', 'k', 'span'), of: leveled, want: true },
    { title: 'unqualified finds the resource’s', where: at('any', 'k', 'resource'), of: leveled, want: true },
    { title: 'unqualified does not look at the scope', where: at('any', 'k', 'scope'), of: leveled, want: false },
    { title: 'unqualified does not look at events', where: at('any', 'k', 'event'), of: leveled, want: false },
    { title: 'span only', where: at('span', 'k', 'resource'), of: leveled, want: false },
    { title: 'resource only', where: at('resource', 'k', 'span'), of: leveled, want: false },
    { title: 'scope', where: at('scope', 'k', 'scope'), of: leveled, want: true },
    { title: 'any event', where: at('event', 'k', 'late'), of: leveled, want: true },
    { title: 'any link', where: at('link', 'k', 'link'), of: leveled, want: true },
  ]);
});

describe('absent and repeated values', () => {
  const missing = attr('missing');
  const twice = span({ fields: { k: 'a' }, resource: resource('r', { k: 'b' }) });
  table([
    {
      title: 'eq on an absent value is false',
      where: { op: 'eq', of: missing, value: text('') },
      of: rich,
      want: false,
    },
    {
      title: 'ne on an absent value is false',
      where: { op: 'ne', of: missing, value: text('x') },
      of: rich,
      want: false,
    },
    {
      title: 'not_in on an absent value is false',
      where: { op: 'not_in', of: missing, values: [text('x')] },
      of: rich,
      want: false,
    },
    {
      title: 'not(eq) on an absent value is true',
      where: { op: 'not', arg: { op: 'eq', of: missing, value: text('x') } },
      of: rich,
      want: true,
    },
    { title: 'exists', where: { op: 'exists', of: attr('zone') }, of: rich, want: true },
    { title: 'an empty value exists', where: { op: 'exists', of: attr('n') }, of: rich, want: true },
    { title: 'absent does not exist', where: { op: 'exists', of: missing }, of: rich, want: false },
    {
      title: 'eq holds when one of several values is equal',
      where: { op: 'eq', of: attr('k'), value: text('b') },
      of: twice,
      want: true,
    },
    {
      title: 'ne fails when one of several values is equal',
      where: { op: 'ne', of: attr('k'), value: text('b') },
      of: twice,
      want: false,
    },
    {
      title: 'not_in fails when one of several values is listed',
      where: { op: 'not_in', of: attr('k'), values: [text('b')] },
      of: twice,
      want: false,
    },
    {
      title: 'in finds a listed value',
      where: { op: 'in', of: attr('i'), values: [text('7'), int(7)] },
      of: rich,
      want: true,
    },
    {
      title: 'in finds nothing in an empty list',
      where: { op: 'in', of: attr('i'), values: [] },
      of: rich,
      want: false,
    },
    {
      title: 'not_in of unlisted values',
      where: { op: 'not_in', of: attr('i'), values: [int(8), int(9)] },
      of: rich,
      want: true,
    },
  ]);
});

describe('fields', () => {
  const is = (level: FieldOperand['level'], name: string, value: Scalar): Predicate => ({
    op: 'eq',
    of: field(level, name),
    value,
  });
  const full = span({
    spanId: 'a',
    parentSpanId: 'b',
    traceState: 'a=1',
    name: 'GET /',
    kind: 3,
    startNsRem: 700,
    durationNs: 1500,
    statusCode: 2,
    statusMessage: 'broke',
    resource: { ...resource('shop'), schemaUrl: 'r-url' },
    scope: { ...scope('lib', '1.0'), schemaUrl: 's-url' },
    events: [{ ...event('exception', {}, START_US + 2), timeNsRem: 1 }],
    links: [{ ...link('c'), traceState: 'l=1' }],
  });
  const values: readonly (readonly [FieldOperand['level'], string, Scalar])[] = [
    ['span', 'traceID', text(TRACE_ID)],
    ['span', 'spanID', text(id('a'))],
    ['span', 'parentSpanID', text(id('b'))],
    ['span', 'traceState', text('a=1')],
    ['span', 'name', text('GET /')],
    ['span', 'kind', text('client')],
    ['span', 'status', text('error')],
    ['span', 'statusMessage', text('broke')],
    ['span', 'duration', { type: 'duration', ns: 1500 }],
    ['resource', 'service', text('shop')],
    ['resource', 'schemaURL', text('r-url')],
    ['scope', 'name', text('lib')],
    ['scope', 'version', text('1.0')],
    ['scope', 'schemaURL', text('s-url')],
    ['event', 'name', text('exception')],
    ['event', 'timeSinceStart', { type: 'duration', ns: 1301 }],
    ['link', 'traceID', text(TRACE_ID)],
    ['link', 'spanID', text(id('c'))],
    ['link', 'traceState', text('l=1')],
  ];
  for (const [level, name, value] of values) {
    test(`${level}.${name}`, () => expect(matches(is(level, name, value), full)).toBe(true));
  }
  const startTime = field('span', 'startTime');
  const endTime = field('span', 'endTime');
  const time = (us: number): Scalar => ({ type: 'time', us });
  table([
    {
      title: 'a start 700 ns into a µs is after it',
      where: { op: 'gt', of: startTime, value: time(START_US) },
      of: full,
      want: true,
    },
    {
      title: 'and does not equal it',
      where: { op: 'eq', of: startTime, value: time(START_US) },
      of: full,
      want: false,
    },
    {
      title: 'a start on the µs equals it',
      where: { op: 'eq', of: startTime, value: time(START_US) },
      of: span(),
      want: true,
    },
    {
      title: 'the end carries nanoseconds over',
      where: { op: 'gt', of: endTime, value: time(START_US + 2) },
      of: full,
      want: true,
    },
    {
      title: 'the end is before the next µs',
      where: { op: 'lt', of: endTime, value: time(START_US + 3) },
      of: full,
      want: true,
    },
    {
      title: 'event.time',
      where: { op: 'gt', of: field('event', 'time'), value: time(START_US + 2) },
      of: full,
      want: true,
    },
    {
      title: 'durations are ordered',
      where: { op: 'gte', of: field('span', 'duration'), value: { type: 'duration', ns: 1501 } },
      of: full,
      want: false,
    },
    { title: 'kind of a span without one', where: is('span', 'kind', text('unspecified')), of: span(), want: true },
    {
      title: 'an unknown kind is unspecified',
      where: is('span', 'kind', text('unspecified')),
      of: span({ kind: 9 }),
      want: true,
    },
    { title: 'status of a span without one', where: is('span', 'status', text('unset')), of: span(), want: true },
    {
      title: 'status in a list',
      where: { op: 'in', of: field('span', 'status'), values: [text('ok'), text('error')] },
      of: full,
      want: true,
    },
    {
      title: 'a root has no parentSpanID',
      where: { op: 'exists', of: field('span', 'parentSpanID') },
      of: span(),
      want: false,
    },
    {
      title: 'an empty trace state is absent',
      where: { op: 'exists', of: field('span', 'traceState') },
      of: span(),
      want: false,
    },
    { title: 'an empty name is present', where: is('span', 'name', text('')), of: span({ name: '' }), want: true },
    { title: 'no event, no event.name', where: { op: 'exists', of: field('event', 'name') }, of: span(), want: false },
    {
      title: 'a field is not the attribute of its name',
      where: is('span', 'name', text('x')),
      of: span({ fields: { name: 'x' } }),
      want: false,
    },
  ]);
});

describe('some: one event or link satisfies all', () => {
  const named: Predicate = { op: 'eq', of: field('event', 'name'), value: text('exception') };
  const late: Predicate = { op: 'gt', of: field('event', 'timeSinceStart'), value: { type: 'duration', ns: 50_000 } };
  const both: Predicate = { op: 'and', args: [named, late] };
  const apart = span({ events: [event('exception'), event('other', {}, START_US + 100)] });
  const together = span({ events: [event('exception', {}, START_US + 100)] });
  const some = (where: Predicate, level: 'event' | 'link' = 'event'): Predicate => ({ op: 'some', level, where });
  const byLink: Predicate = { op: 'eq', of: field('link', 'spanID'), value: text(id('9')) };
  table([
    { title: 'without some, two events may share the work', where: both, of: apart, want: true },
    { title: 'with some they may not', where: some(both), of: apart, want: false },
    { title: 'one event does it all', where: some(both), of: together, want: true },
    { title: 'no events, no match', where: some({ op: 'not', arg: named }), of: span(), want: false },
    {
      title: 'span operands keep their meaning inside',
      where: some({ op: 'and', args: [named, { op: 'exists', of: attr('s') }] }),
      of: span({ fields: { s: 1 }, events: [event('exception')] }),
      want: true,
    },
    { title: 'links', where: some(byLink, 'link'), of: span({ links: [link('8'), link('9')] }), want: true },
    {
      title: 'a link inside an event, each bound to its own',
      where: some({ op: 'and', args: [named, some(byLink, 'link')] }),
      of: span({ events: [event('exception')], links: [link('9')] }),
      want: true,
    },
    {
      title: 'every is not some not',
      where: { op: 'not', arg: some({ op: 'not', arg: named }) },
      of: span({ events: [event('exception'), event('x')] }),
      want: false,
    },
  ]);
});

describe('regex', () => {
  const like = (key: string, pattern: string): Predicate => ({ op: 'regex', of: attr(key), pattern });
  table([
    { title: 'matches anywhere', where: like('s', 'e.t'), of: rich, want: true },
    { title: 'only in text', where: like('i', '7'), of: rich, want: false },
    { title: 'not in an absent value', where: like('missing', ''), of: rich, want: false },
    {
      title: 'in a field',
      where: { op: 'regex', of: field('resource', 'service'), pattern: 's[hx]op' },
      of: rich,
      want: true,
    },
    { title: 'in a word', where: { op: 'regex', of: field('span', 'kind'), pattern: 'unspec' }, of: rich, want: true },
  ]);
});

describe('and, or, not', () => {
  const yes: Predicate = { op: 'exists', of: attr('s') };
  const no: Predicate = { op: 'exists', of: attr('missing') };
  table([
    { title: 'and of two true', where: { op: 'and', args: [yes, yes] }, of: rich, want: true },
    { title: 'and with one false', where: { op: 'and', args: [yes, no] }, of: rich, want: false },
    { title: 'or with one true', where: { op: 'or', args: [no, yes] }, of: rich, want: true },
    { title: 'or of two false', where: { op: 'or', args: [no, no] }, of: rich, want: false },
    { title: 'not', where: { op: 'not', arg: no }, of: rich, want: true },
    { title: 'an empty and is true', where: { op: 'and', args: [] }, of: rich, want: true },
    { title: 'an empty or is false', where: { op: 'or', args: [] }, of: rich, want: false },
  ]);

  test('De Morgan holds for any tree', () => {
    const leaf = fc.constantFrom<Predicate>(yes, no, { op: 'ne', of: attr('missing'), value: int(1) });
    const { tree } = fc.letrec<{ tree: Predicate }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        tie('tree').map((arg): Predicate => ({ op: 'not', arg })),
        fc
          .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { maxLength: 3 }))
          .map(([op, args]): Predicate => ({ op, args })),
      ),
    }));
    const negate = (arg: Predicate): Predicate => ({ op: 'not', arg });
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 3 }), (args) => {
        expect(matches(negate({ op: 'and', args }), rich)).toBe(matches({ op: 'or', args: args.map(negate) }, rich));
      }),
    );
  });
});

describe('what is refused', () => {
  const nested = (levels: number): Predicate =>
    levels === 1 ? { op: 'exists', of: attr('k') } : { op: 'not', arg: nested(levels - 1) };
  const eq = (of: FieldOperand | AttributeOperand, value: Scalar): Predicate => ({ op: 'eq', of, value });
  const cases: readonly {
    readonly title: string;
    readonly where: Predicate;
    readonly code: string;
    readonly says: string;
  }[] = [
    {
      title: 'nesting beyond the limit',
      where: nested(MAX_PREDICATE_DEPTH + 1),
      code: 'QUERY_UNSUPPORTED',
      says: 'nested deeper than 20',
    },
    {
      title: 'an unknown field',
      where: eq(field('span', 'color'), text('x')),
      code: 'INVALID_ARGUMENT',
      says: 'no field span.color',
    },
    {
      title: 'a field of another level',
      where: eq(field('event', 'duration'), text('x')),
      code: 'INVALID_ARGUMENT',
      says: 'no field event.duration',
    },
    {
      title: 'a duration against text',
      where: eq(field('span', 'duration'), text('2s')),
      code: 'INVALID_ARGUMENT',
      says: 'span.duration does not compare with a string',
    },
    {
      title: 'text against a number',
      where: eq(field('span', 'name'), int(1)),
      code: 'INVALID_ARGUMENT',
      says: 'span.name',
    },
    {
      title: 'an attribute against a duration',
      where: eq(attr('k'), { type: 'duration', ns: 1 }),
      code: 'INVALID_ARGUMENT',
      says: "attribute 'k'",
    },
    {
      title: 'a kind that does not exist',
      where: eq(field('span', 'kind'), text('SERVER')),
      code: 'INVALID_ARGUMENT',
      says: 'internal, server',
    },
    {
      title: 'a status that does not exist',
      where: { op: 'in', of: field('span', 'status'), values: [text('bad')] },
      code: 'INVALID_ARGUMENT',
      says: 'unset, ok, error',
    },
    {
      title: 'an order of kinds',
      where: { op: 'gt', of: field('span', 'kind'), value: text('server') },
      code: 'INVALID_ARGUMENT',
      says: 'order',
    },
    {
      title: 'an order of bools',
      where: { op: 'lt', of: attr('b'), value: bool(true) },
      code: 'INVALID_ARGUMENT',
      says: 'order',
    },
    {
      title: 'a pattern against a time',
      where: { op: 'regex', of: field('span', 'startTime'), pattern: 'x' },
      code: 'INVALID_ARGUMENT',
      says: 'no text',
    },
    {
      title: 'an anchored pattern',
      where: { op: 'regex', of: attr('k'), pattern: '^a' },
      code: 'QUERY_UNSUPPORTED',
      says: 'anchors',
    },
    {
      title: 'some inside some of one level',
      where: { op: 'some', level: 'event', where: { op: 'some', level: 'event', where: nested(1) } },
      code: 'INVALID_ARGUMENT',
      says: 'some event inside some event',
    },
  ];
  for (const c of cases) {
    test(c.title, () => {
      const refusal = refused(c.where);
      expect(refusal?.code).toBe(c.code);
      expect(refusal?.message).toContain(c.says);
    });
  }
  test('the deepest allowed nesting compiles', () => expect(refused(nested(MAX_PREDICATE_DEPTH))).toBeNull());
});

function refused(where: Predicate): TracingError | null {
  try {
    compilePredicate(where);
    return null;
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}
