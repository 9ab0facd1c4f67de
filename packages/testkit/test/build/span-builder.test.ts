import { NameTable } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { attributeValueOf, double } from '../../src/build/attributes.ts';
import { batchIn, batchOf } from '../../src/build/batch-of.ts';
import { spanBuilder } from '../../src/build/span-builder.ts';
import { traceBuilder } from '../../src/build/trace-builder.ts';

describe('attribute values', () => {
  const cases = [
    { title: 'text is a string', input: 'x', want: { type: 'string', value: 'x' } },
    { title: 'a whole number is an int', input: 7, want: { type: 'int', value: 7 } },
    { title: 'a fraction is a double', input: 0.5, want: { type: 'double', value: 0.5 } },
    { title: 'a marked whole number is a double', input: double(7), want: { type: 'double', value: 7 } },
    { title: 'a bigint is an int', input: 2n ** 60n, want: { type: 'int', value: 2n ** 60n } },
    { title: 'true is a bool', input: true, want: { type: 'bool', value: true } },
    { title: 'null is empty', input: null, want: { type: 'empty' } },
    { title: 'bytes are bytes', input: Uint8Array.of(1), want: { type: 'bytes', value: Uint8Array.of(1) } },
    { title: 'a list is an array', input: ['x'], want: { type: 'array', value: [{ type: 'string', value: 'x' }] } },
    {
      title: 'a marked record is a map',
      input: { map: { k: 1 } },
      want: { type: 'map', value: [{ key: 'k', value: { type: 'int', value: 1 } }] },
    },
  ];
  for (const c of cases) test(c.title, () => expect(attributeValueOf(c.input)).toEqual(c.want));
});

describe('spans', () => {
  test('every span has ids of its own', () => {
    const [a, b] = [spanBuilder(), spanBuilder()];
    expect(a.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(a.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(a.traceId).not.toBe(b.traceId);
    expect(a.spanId).not.toBe(b.spanId);
  });

  test('a service is sent as the first attribute of the resource', () => {
    const { resource } = spanBuilder({ service: 'shop', resource: { attributes: { host: 'a' } } });
    expect(resource.attributes.map((attribute) => attribute.key)).toEqual(['service.name', 'host']);
    expect(resource.serviceName).toBe('shop');
  });

  test('a null service is not sent', () => {
    const { resource } = spanBuilder({ service: null });
    expect(resource).toMatchObject({ serviceName: 'missing-service-name', attributes: [] });
  });

  test('a trace hangs on its first span unless a parent is named', () => {
    const [root, child, second] = traceBuilder([{}, {}, { parentSpanId: '' }]);
    expect(new Set([root!.traceId, child!.traceId, second!.traceId]).size).toBe(1);
    expect([root!.parentSpanId, child!.parentSpanId, second!.parentSpanId]).toEqual(['', root!.spanId, '']);
  });
});

describe('batches', () => {
  test('a span that was built is the span that the batch reads back', () => {
    const span = spanBuilder({
      attributes: { a: [1, 'x', null] },
      events: [{ name: 'e' }],
      links: [{}],
      kind: 'server',
    });
    const batch = batchOf(span);
    expect(batch.length).toBe(1);
    expect(batch.span(0).toSpan()).toEqual(span);
  });

  test('spans stay in the order given', () => {
    const spans = traceBuilder([{ service: 'a' }, { service: 'b' }, { service: 'a' }]);
    const batch = batchOf(...spans);
    expect(spans.map((_, row) => batch.span(row).spanId)).toEqual(spans.map((span) => span.spanId));
  });

  test('neighbours of one resource share it', () => {
    const spans = [...traceBuilder([{}, {}], { service: 'a' }), ...traceBuilder([{}], { service: 'b' })];
    expect(batchOf(...spans).resources.at.length).toBe(2);
  });

  test('no spans make an empty batch', () => expect(batchOf().length).toBe(0));

  test('names go into the table given', () => {
    const names = new NameTable();
    const batch = batchIn(names, [spanBuilder({ service: 'shop' })]);
    expect(names.text(batch.columns.service[0]!)).toBe('shop');
  });
});
