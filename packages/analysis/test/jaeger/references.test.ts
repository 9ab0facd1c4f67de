import { ZERO_TRACE_ID } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { jaegerParent, jaegerReferences, parentFirst } from '../../src/index.ts';
import { id, link, span, TRACE_ID } from '../support/build.ts';

const OTHER = '1aec0d24a2d3ba23125135dc9665a6a5';
const shown = (of: ReturnType<typeof span>): string[] =>
  jaegerReferences(of).map(
    (each) => `${each.refType} ${each.traceId === TRACE_ID ? '' : `${each.traceId} `}${Number(`0x${each.spanId}`)}`,
  );

describe('references of a span that came as OTLP', () => {
  const cases = [
    { title: 'no parent, no links', of: span(), want: [] },
    { title: 'the parent is CHILD_OF', of: span({ parentSpanId: '2' }), want: ['CHILD_OF 2'] },
    {
      title: 'links follow the parent as FOLLOWS_FROM',
      of: span({ parentSpanId: '2', links: [link('3'), link('4')] }),
      want: ['CHILD_OF 2', 'FOLLOWS_FROM 3', 'FOLLOWS_FROM 4'],
    },
    { title: 'a link says child_of', of: span({ links: [link('3', 'child_of')] }), want: ['CHILD_OF 3'] },
    {
      title: 'an unknown ref type is FOLLOWS_FROM',
      of: span({ links: [link('3', 'other')] }),
      want: ['FOLLOWS_FROM 3'],
    },
    {
      title: 'a link to the parent only overrides its type',
      of: span({ parentSpanId: '2', links: [link('3'), link('2')] }),
      want: ['FOLLOWS_FROM 2', 'FOLLOWS_FROM 3'],
    },
    {
      title: 'of several links to the parent the last decides',
      of: span({ parentSpanId: '2', links: [link('2'), link('2', 'child_of')] }),
      want: ['CHILD_OF 2'],
    },
    {
      title: 'the same span id in another trace is another reference',
      of: span({ parentSpanId: '2', links: [link('2', '', OTHER)] }),
      want: ['CHILD_OF 2', `FOLLOWS_FROM ${OTHER} 2`],
    },
    {
      title: 'equal links are both kept',
      of: span({ links: [link('3'), link('3')] }),
      want: ['FOLLOWS_FROM 3', 'FOLLOWS_FROM 3'],
    },
    {
      title: 'a trace id with an empty high half is short',
      of: span({ links: [link('3', '', `${'0'.repeat(31)}7`)] }),
      want: ['FOLLOWS_FROM 0000000000000007 3'],
    },
    {
      title: 'the zero trace',
      of: span({ links: [link('3', '', ZERO_TRACE_ID)] }),
      want: ['FOLLOWS_FROM 0000000000000000 3'],
    },
  ];
  for (const c of cases) test(c.title, () => expect(shown(c.of)).toEqual(c.want));
});

test('a native span shows its links as references, verbatim, and not its parent again', () => {
  const native = span({ native: true, parentSpanId: '2', links: [link('3', 'follows_from'), link('2', 'child_of')] });
  expect(shown(native)).toEqual(['FOLLOWS_FROM 3', 'CHILD_OF 2']);
});

describe('the parent', () => {
  const cases = [
    { title: 'none', of: span(), want: '' },
    { title: 'the OTLP parent', of: span({ parentSpanId: '2', links: [link('3')] }), want: '2' },
    {
      title: 'a FOLLOWS_FROM to the same trace, if nothing better',
      of: span({ links: [link('3'), link('4')] }),
      want: '3',
    },
    {
      title: 'CHILD_OF beats an earlier FOLLOWS_FROM',
      of: span({ parentSpanId: '2', links: [link('2'), link('4', 'child_of')] }),
      want: '4',
    },
    { title: 'other traces do not count', of: span({ links: [link('3', 'child_of', OTHER)] }), want: '' },
    { title: 'span id 0 is no parent', of: span({ links: [link('0')] }), want: '' },
    { title: 'a native span without references has none', of: span({ native: true }), want: '' },
    {
      title: 'a native span’s first CHILD_OF',
      of: span({ native: true, links: [link('3'), link('5', 'child_of'), link('6', 'child_of')] }),
      want: '5',
    },
  ];
  for (const c of cases) test(c.title, () => expect(jaegerParent(c.of)).toBe(c.want === '' ? '' : id(c.want)));
});

describe('the parent goes to the front', () => {
  test('by swapping with the first', () => {
    const references = jaegerReferences(span({ native: true, links: [link('3'), link('4'), link('5', 'child_of')] }));
    expect(parentFirst(references, TRACE_ID).map((each) => each.spanId)).toEqual([id('5'), id('4'), id('3')]);
  });
  test('not past another trace’s when there is none', () => {
    const references = jaegerReferences(span({ links: [link('3', '', OTHER), link('4', '', OTHER)] }));
    expect(parentFirst([...references], TRACE_ID)).toEqual(references);
  });
});
