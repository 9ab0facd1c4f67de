import { describe, expect, test } from 'vitest';
import { dependencyLinks } from '../src/index.ts';
import { link, resource, span, trace } from './support/build.ts';

const on = (serviceName: string) => ({ resource: resource(serviceName) });
const links = (...traces: ReturnType<typeof trace>[]): string[] =>
  dependencyLinks(traces).map(({ parent, child, callCount }) => `${parent}>${child} ${callCount}`);

describe('calls between services', () => {
  test('count once for each span below another service, over all traces', () => {
    const one = trace(
      span({ spanId: '1', ...on('a') }),
      span({ spanId: '2', parentSpanId: '1', ...on('b') }),
      span({ spanId: '3', parentSpanId: '1', ...on('b') }),
      span({ spanId: '4', parentSpanId: '2', ...on('c') }),
    );
    const two = trace(span({ spanId: '1', ...on('a') }), span({ spanId: '2', parentSpanId: '1', ...on('b') }));
    expect(links(one, two)).toEqual(['a>b 3', 'b>c 1']);
  });
  test('are sorted', () => {
    const of = trace(
      span({ spanId: '1', ...on('z') }),
      span({ spanId: '2', parentSpanId: '1', ...on('b') }),
      span({ spanId: '3', parentSpanId: '2', ...on('a') }),
    );
    expect(links(of)).toEqual(['b>a 1', 'z>b 1']);
  });
  test('not within a service', () =>
    expect(links(trace(span(), span({ spanId: '2', parentSpanId: '1' })))).toEqual([]));
  test('not from a parent that is missing', () => expect(links(trace(span({ parentSpanId: 'dead' })))).toEqual([]));
  test('a FOLLOWS_FROM link is a parent when there is no other', () => {
    expect(
      links(trace(span({ spanId: '1', ...on('a') }), span({ spanId: '2', links: [link('1')], ...on('b') }))),
    ).toEqual(['a>b 1']);
  });
  test('service names with any characters stay apart', () => {
    const of = (parent: string, child: string) =>
      trace(span({ spanId: '1', ...on(parent) }), span({ spanId: '2', parentSpanId: '1', ...on(child) }));
    expect(links(of('a&&&b', 'c'), of('a', 'b&&&c'))).toEqual(['a>b&&&c 1', 'a&&&b>c 1']);
  });
  test('client and server that share an id are two spans', () => {
    const of = trace(
      span({ spanId: '1', kind: 3, ...on('a') }),
      span({ spanId: '1', kind: 2, ...on('b') }),
      span({ spanId: '2', parentSpanId: '1', ...on('c') }),
    );
    const before = structuredClone(of);
    expect(links(of)).toEqual(['a>b 1', 'b>c 1']);
    expect(of).toEqual(before);
  });
  test('cycles end', () => {
    expect(
      links(
        trace(
          span({ spanId: '1', parentSpanId: '2', ...on('a') }),
          span({ spanId: '2', parentSpanId: '1', ...on('b') }),
        ),
      ),
    ).toEqual(['a>b 1', 'b>a 1']);
  });
  test('no traces, no links', () => expect(links()).toEqual([]));
});
