import { ZERO_TRACE_ID } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { adjusted, id, link, span, trace } from '../support/build.ts';

const removed = (spanId: string, type: string): string =>
  `Invalid span reference removed {TraceID:0000000000000000 SpanID:${id(spanId)} RefType:${type} XXX_NoUnkeyedLiteral:{} XXX_unrecognized:[] XXX_sizecache:0}`;

describe('references into trace 0', () => {
  test('are dropped, each with a warning', () => {
    const one = span({
      links: [link('5', 'child_of', ZERO_TRACE_ID), link('6', '', ZERO_TRACE_ID), link('7', '', 'f'.repeat(32))],
    });
    adjusted(trace(one));
    expect(one.links.map((each) => each.spanId)).toEqual([id('7')]);
    expect(one.warnings).toEqual([removed('5', 'CHILD_OF'), removed('6', 'FOLLOWS_FROM')]);
  });
  test('include the parent of a span of trace 0', () => {
    const spans = [
      span({ traceId: ZERO_TRACE_ID, spanId: '1' }),
      span({ traceId: ZERO_TRACE_ID, spanId: '2', parentSpanId: '1' }),
    ];
    adjusted(trace(...spans));
    expect(spans[1]?.parentSpanId).toBe('');
    expect(spans[1]?.warnings.at(-1)).toBe(removed('1', 'CHILD_OF'));
  });
});

describe('the parent reference', () => {
  test('of a native span moves to the front', () => {
    const one = span({ native: true, links: [link('8'), link('9'), link('7', 'child_of')] });
    adjusted(trace(one, span({ spanId: '7' })));
    expect(one.links.map((each) => each.spanId)).toEqual([id('7'), id('9'), id('8')]);
  });
  test('of an OTLP span without parent is the first link into the trace', () => {
    const one = span({ links: [link('8', '', 'f'.repeat(32)), link('7')] });
    adjusted(trace(one, span({ spanId: '7' })));
    expect(one.links.map((each) => each.spanId)).toEqual([id('7'), id('8')]);
  });
  test('does not disturb links beside an OTLP parent', () => {
    const one = span({ parentSpanId: '7', links: [link('8', '', 'f'.repeat(32)), link('9', 'child_of')] });
    adjusted(trace(one, span({ spanId: '7' })));
    expect(one.links.map((each) => each.spanId)).toEqual([id('8'), id('9')]);
  });
});
