import { describe, expect, test } from 'vitest';
import { jaegerParent } from '../../src/index.ts';
import { adjusted, id, link, span, trace } from '../support/build.ts';

const client = (spanId: string, name = 'client') => span({ spanId, name, kind: 3 });
const server = (spanId: string, name = 'server') => span({ spanId, name, kind: 2 });
const named = (of: ReturnType<typeof trace>, name: string) => of.spans.find((each) => each.name === name)!;

describe('a span id shared by client and server', () => {
  test('the server gets the smallest unused id and the shared id as parent', () => {
    const of = adjusted(trace(client('a'), server('a'), span({ spanId: '1', name: 'other' })));
    expect(named(of, 'server').spanId).toBe(id('2'));
    expect(named(of, 'server').parentSpanId).toBe(id('a'));
    expect(named(of, 'client').spanId).toBe(id('a'));
  });
  test('the server’s old parent is replaced, not kept', () => {
    const of = adjusted(
      trace(
        span({ spanId: 'f' }),
        { ...client('a'), parentSpanId: id('f') },
        { ...server('a'), parentSpanId: id('f') },
      ),
    );
    expect(named(of, 'server').parentSpanId).toBe(id('a'));
    expect(named(of, 'client').parentSpanId).toBe(id('f'));
  });
  test('children of the shared id move below the server', () => {
    const of = adjusted(trace(client('a'), server('a'), span({ spanId: 'c', parentSpanId: 'a', name: 'child' })));
    expect(named(of, 'child').parentSpanId).toBe(named(of, 'server').spanId);
  });
  test('a parent held in a link is replaced there', () => {
    const of = adjusted(trace(client('a'), server('a'), span({ spanId: 'c', links: [link('a')], name: 'child' })));
    expect(named(of, 'child').links[0]?.spanId).toBe(named(of, 'server').spanId);
  });
  test('a native server without references gets a CHILD_OF in front', () => {
    const native = (kind: string) => span({ native: true, spanId: 'a', name: kind, fields: { 'span.kind': kind } });
    const of = adjusted(trace(native('client'), native('server')));
    expect(named(of, 'server').links).toHaveLength(1);
    expect(jaegerParent(named(of, 'server'))).toBe(id('a'));
    expect(named(of, 'server').parentSpanId).toBe(id('a'));
  });
  test('two servers of one client get different ids', () => {
    const of = adjusted(trace(client('a'), server('a', 's1'), server('a', 's2')));
    expect(new Set(of.spans.map((each) => each.spanId)).size).toBe(3);
  });
  test('two clients and no server are left alone', () => {
    const of = adjusted(trace(client('a', 'c1'), client('a', 'c2')));
    expect(of.spans.map((each) => each.spanId)).toEqual([id('a'), id('a')]);
  });
  test('an attribute span.kind beats the OTLP kind', () => {
    const odd = span({ spanId: 'a', name: 'odd', kind: 2, fields: { 'span.kind': 'internal' } });
    expect(adjusted(trace(client('a'), odd)).spans[1]?.spanId).toBe(id('a'));
  });
});
