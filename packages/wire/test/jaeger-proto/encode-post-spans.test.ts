import { joinBatches, NameTable, type SpanBatch } from '@spoor/core';
import { batchOf, encodeSpans, spanBuilder } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeOtlpProto,
  decodePostSpans,
  encodePostSpans,
  PostSpansEncoder,
  withResourceTags,
} from '../../src/index.ts';
import { spansOf as spansOfBatch } from '../batch-facts.ts';
import { decodePostSpansByOracle, encodeByOracle, encodePostSpansByOracle, type Message } from '../oracle.ts';
import { listOf } from '../oracle-fields.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { field, SPAN_ID, TRACE_ID, varintField } from '../raw-proto.ts';
import { factsOfBatch, factsOfRequest, type JaegerFacts } from './jaeger-facts.ts';
import { randomPostSpans } from './random-post-spans.ts';
import { postSpans, processField, span, textTag, time } from './raw-post-spans.ts';

const NO_LIMIT = 2 ** 30;

const native = (bytes: Uint8Array): SpanBatch => decodePostSpans(bytes, new NameTable(), null);

function factsOfEncoded(batch: SpanBatch, maxBytes = NO_LIMIT): JaegerFacts[] {
  return encodePostSpans(batch, maxBytes).requests.flatMap(({ bytes }) =>
    factsOfRequest(decodePostSpansByOracle(bytes), null),
  );
}

/** Grouping may change the order of spans. */
function sorted(facts: readonly JaegerFacts[]): readonly string[] {
  return facts.map((each) => JSON.stringify(each)).sort();
}

/** Spans `first` to `first + count - 1` of a service, told apart by their flags. */
function spansOf(service: string, first: number, count: number): Uint8Array {
  const spans = Array.from({ length: count }, (_, i) => span(field(3, 'op'), varintField(5, first + i)));
  return postSpans(...spans, processField(2, service, textTag('k', 'v')));
}

describe('native spans', () => {
  test('any batch reads by protobufjs as it was sent', () => {
    fc.assert(
      fc.property(randomPostSpans, fc.constantFrom(NO_LIMIT, 400), (request, maxBytes) => {
        const sent = native(encodePostSpansByOracle(request));
        const { requests, tooLargeSpans } = encodePostSpans(sent, maxBytes);
        const read = requests.flatMap(({ bytes }) => factsOfRequest(decodePostSpansByOracle(bytes), null));
        if (tooLargeSpans === 0) expect(sorted(read)).toEqual(sorted(factsOfBatch(sent)));
        expect(read.length + tooLargeSpans).toBe(sent.length);
        expect(requests.every(({ bytes }) => bytes.length <= maxBytes)).toBe(true);
        expect(requests.reduce((sum, { spans }) => sum + spans, 0)).toBe(read.length);
      }),
      { numRuns: 500, seed: 20260116 },
    );
  });

  test('any batch comes back the same, span by span', () => {
    fc.assert(
      fc.property(randomPostSpans, (request) => {
        const sent = native(encodePostSpansByOracle(request));
        const back = encodePostSpans(sent, NO_LIMIT).requests.map(({ bytes }) => factsOfBatch(native(bytes)));
        expect(sorted(back.flat())).toEqual(sorted(factsOfBatch(sent)));
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  const whole = span(
    field(3, 'op'),
    field(4, field(1, TRACE_ID), field(2, SPAN_ID)),
    time(6, -5, 999_999_999),
    time(7, -1, -2),
    field(8, textTag('@jaeger@format', 'proto')),
    field(8, textTag('@jaeger@warnings', 'a tag')),
    field(8, textTag('long', 'x'.repeat(20_000))),
    field(9, time(1, 1, 1), field(2, textTag('event', 'e')), field(2, textTag('more', 'y'.repeat(300)))),
    field(12, 'warned'),
  );
  test('negative times, long texts, warnings and tags of reserved names stay what they are', () => {
    const { requests } = encodePostSpans(native(postSpans(whole, processField(2, 's'))), NO_LIMIT);
    const [read] = factsOfRequest(decodePostSpansByOracle(requests[0]!.bytes), null);
    const [sent] = factsOfRequest(decodePostSpansByOracle(postSpans(whole, processField(2, 's'))), null);
    expect(read).toEqual(sent);
    const spanMessage = JSON.parse(JSON.stringify(decodePostSpansByOracle(requests[0]!.bytes))).batch.spans[0];
    expect(spanMessage.duration).toEqual({ seconds: '-1', nanos: -2 });
  });
});

describe('spans that somebody else marked as native', () => {
  const marker = { attributes: [{ key: '@jaeger@native', value: { bool_value: true } }] };
  const marked = randomRequest.map((request) => {
    const batch = decodeOtlpProto(encodeByOracle(markAll(request, marker)), new NameTable());
    return { batch, encoded: encodePostSpans(batch, NO_LIMIT) };
  });

  test('are sent whole, whatever is in them', () => {
    fc.assert(
      fc.property(marked, ({ batch, encoded }) => {
        const read = encoded.requests.flatMap(({ bytes }) => factsOfRequest(decodePostSpansByOracle(bytes), null));
        const shown = spansOfBatch(batch).map((each) => [
          each.traceId,
          each.spanId,
          each.name,
          keysOf(each.attributes),
        ]);
        const sent = read.map((each) => [
          each.traceId,
          each.spanId,
          each.operation,
          keysOf(each.tags.map(([key]) => ({ key }))),
        ]);
        expect(sent.map(String).sort()).toEqual(shown.map(String).sort());
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});

describe('the reserved attribute of warnings in spans that somebody else marked as native', () => {
  const text = (value: string): Message => ({ string_value: value });
  const cases: readonly { readonly title: string; readonly items: readonly Message[] }[] = [
    { title: 'texts', items: [text('a'), text('')] },
    { title: 'nothing at the end', items: [text('a'), {}] },
    { title: 'nothing at all', items: [{}] },
    { title: 'no item', items: [] },
    { title: 'a number', items: [text('a'), { int_value: '1' }] },
    { title: 'a list', items: [{ array_value: { values: [text('a')] } }] },
  ];
  test.for(cases)('$title: is sent as it is shown', ({ items }) => {
    const warnings = { key: '@jaeger@warnings', value: { array_value: { values: items } } };
    const scope = { attributes: [{ key: '@jaeger@native', value: { bool_value: true } }] };
    const request = { resource_spans: [{ scope_spans: [{ scope, spans: [{ attributes: [warnings] }] }] }] };
    const batch = decodeOtlpProto(encodeByOracle(request), new NameTable());
    const [read] = factsOfEncoded(batch);
    const shown = batch.span(0).toSpan();
    expect(read!.warnings).toEqual(shown.warnings);
    expect(keysOf(read!.tags.map(([key]) => ({ key })))).toEqual(keysOf(shown.attributes));
  });
});

/** Without the tag that reading gives a span which does not end after it began. */
function keysOf(tags: readonly { readonly key: string }[]): string {
  return tags
    .map(({ key }) => key)
    .filter((key) => key !== 'InvalidNegativeDuration')
    .join();
}

/** Every scope of `request` replaced by `scope`. */
function markAll(request: Message, scope: Message): Message {
  return {
    resource_spans: listOf(request, 'resource_spans').map((each) => ({
      ...each,
      scope_spans: listOf(each, 'scope_spans').map((inner) => ({ ...inner, scope })),
    })),
  };
}

describe('grouping', () => {
  const batchOfAll = (...messages: readonly Uint8Array[]): SpanBatch => {
    const names = new NameTable();
    return joinBatches(messages.map((bytes) => decodePostSpans(bytes, names, null)));
  };
  const shape = (batch: SpanBatch, maxBytes = NO_LIMIT): unknown =>
    encodePostSpans(batch, maxBytes).requests.map(({ bytes, spans }) => {
      const { process, spans: sent } = JSON.parse(JSON.stringify(decodePostSpansByOracle(bytes))).batch as {
        process?: object;
        spans: { process?: object }[];
      };
      return [spans, process !== undefined, sent.filter((each) => each.process !== undefined).length];
    });
  const cases = [
    { title: 'one process is sent once', batch: batchOfAll(spansOf('a', 1, 3)), shapes: [[3, true, 0]] },
    {
      title: 'equal processes of several packets are one',
      batch: batchOfAll(spansOf('a', 1, 10), spansOf('a', 11, 10)),
      shapes: [[20, true, 0]],
    },
    {
      title: '16 spans have a request of their own',
      batch: batchOfAll(spansOf('a', 1, 16), spansOf('b', 1, 16)),
      shapes: [
        [16, true, 0],
        [16, true, 0],
      ],
    },
    {
      title: 'few spans of several processes share one',
      batch: batchOfAll(spansOf('a', 1, 15), spansOf('b', 1, 2)),
      shapes: [[17, false, 17]],
    },
    {
      title: 'a single small group is a group of its own',
      batch: batchOfAll(spansOf('a', 1, 20), spansOf('b', 1, 2)),
      shapes: [
        [20, true, 0],
        [2, true, 0],
      ],
    },
    { title: 'nothing for no spans', batch: batchOfAll(new Uint8Array(0)), shapes: [] },
  ];
  test.for(cases)('$title', ({ batch, shapes }) => {
    expect(shape(batch)).toEqual(shapes);
    expect(sorted(factsOfEncoded(batch))).toEqual(sorted(factsOfBatch(batch)));
  });

  test('few spans of a long process have a request of their own, so that it is not repeated', () => {
    const long = (name: string): Uint8Array =>
      postSpans(span(), span(), processField(2, name, textTag('k', 'x'.repeat(10_000))));
    const batch = batchOfAll(long('a'), spansOf('b', 1, 2), long('c'), spansOf('d', 1, 2));
    expect(shape(batch)).toEqual([
      [2, true, 0],
      [2, true, 0],
      [4, false, 4],
    ]);
    expect(sorted(factsOfEncoded(batch))).toEqual(sorted(factsOfBatch(batch)));
  });

  test('spans keep their order within a process', () => {
    const batch = batchOfAll(spansOf('a', 1, 10), spansOf('b', 100, 20), spansOf('a', 11, 10));
    expect(factsOfEncoded(batch).map(({ flags }) => flags)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => 1 + i),
      ...Array.from({ length: 20 }, (_, i) => 100 + i),
    ]);
  });

  test('no request is longer than its limit, and each is as full as it can be', () => {
    const batch = batchOfAll(spansOf('a', 1, 100));
    const one = encodePostSpans(batchOfAll(spansOf('a', 1, 1)), NO_LIMIT).requests[0]!.bytes.length;
    const { requests, tooLargeSpans } = encodePostSpans(batch, 1_000);
    expect([tooLargeSpans, requests.reduce((sum, { spans }) => sum + spans, 0)]).toEqual([0, 100]);
    expect(requests.every(({ bytes }) => bytes.length <= 1_000)).toBe(true);
    expect(requests.slice(0, -1).every(({ bytes }) => bytes.length > 1_000 - one)).toBe(true);
    expect(factsOfEncoded(batch, 1_000)).toEqual(factsOfBatch(batch));
  });

  test('a span over the limit is left out and counted, its neighbours are sent', () => {
    const large = postSpans(span(field(8, textTag('k', 'x'.repeat(2_000)))), processField(2, 'a', textTag('k', 'v')));
    const encoder = new PostSpansEncoder(1_000);
    const { requests, tooLargeSpans } = encoder.encode(batchOfAll(spansOf('a', 1, 2), large, spansOf('a', 3, 2)));
    expect([tooLargeSpans, requests.reduce((sum, { spans }) => sum + spans, 0)]).toEqual([1, 4]);
    expect(encoder.encode(batchOfAll(spansOf('a', 1, 2)))).toMatchObject({
      requests: [{ spans: 2 }],
      tooLargeSpans: 0,
    });
  });

  test('tags added to the resource are tags of the process', () => {
    const tagged = withResourceTags(batchOfAll(spansOf('a', 1, 2)), new Map([['dc', 'eu']]), 'none');
    expect(factsOfEncoded(tagged)[0]!.processTags).toEqual([
      ['k', 'string', 'v'],
      ['dc', 'string', 'eu'],
    ]);
  });
});

describe('spans of other formats', () => {
  type Spec = Parameters<typeof spanBuilder>[0];

  function factsOf(spec: Spec): JaegerFacts {
    const { requests } = encodePostSpans(batchOf(spanBuilder(spec)), NO_LIMIT);
    return factsOfRequest(decodePostSpansByOracle(requests[0]!.bytes), null)[0]!;
  }

  const tags: readonly { title: string; spec: Spec; tags: readonly (readonly [string, string, string])[] }[] = [
    { title: 'nothing for nothing', spec: {}, tags: [] },
    {
      title: 'scope, attributes, kind, status and trace state, in this order',
      spec: {
        scope: { name: 'lib', version: '1', attributes: { lost: 1 } },
        attributes: { a: 1 },
        kind: 'server',
        status: 'error',
        statusMessage: 'broken',
        traceState: 'x=y',
      },
      tags: [
        ['otel.scope.name', 'string', 'lib'],
        ['otel.scope.version', 'string', '1'],
        ['a', 'int', '1'],
        ['span.kind', 'string', 'server'],
        ['otel.status_code', 'string', 'ERROR'],
        ['error', 'bool', 'true'],
        ['otel.status_description', 'string', 'broken'],
        ['w3c.tracestate', 'string', 'x=y'],
      ],
    },
    { title: 'an ok status', spec: { status: 'ok' }, tags: [['otel.status_code', 'string', 'OK']] },
    {
      title: 'lists and maps as JSON, nothing as an empty text',
      spec: {
        attributes: { list: [1, 'a'], map: { map: { k: true } }, none: null, bytes: Uint8Array.of(1, 255), no: false },
      },
      tags: [
        ['list', 'string', '[1,"a"]'],
        ['map', 'string', '{"k":true}'],
        ['none', 'string', ''],
        ['bytes', 'bytes', '01ff'],
        ['no', 'bool', 'false'],
      ],
    },
  ];
  test.for(tags)('tags: $title', ({ spec, tags: expected }) => {
    expect(factsOf(spec).tags).toEqual(expected);
  });

  const parent = 'a1a2a3a4a5a6a7a8';
  const traceId = 'ab'.repeat(16);
  const other = { traceId: 'cd'.repeat(16), spanId: '0102030405060708' };
  const typed = (type: string): Record<string, string> => ({ 'opentracing.ref_type': type });
  const references = [
    {
      title: 'the parent leads',
      links: [other],
      expected: [`child_of ${traceId} ${parent}`, `follows_from ${other.traceId} ${other.spanId}`],
    },
    {
      title: 'a link may be CHILD_OF',
      links: [{ ...other, attributes: typed('child_of') }],
      expected: [`child_of ${traceId} ${parent}`, `child_of ${other.traceId} ${other.spanId}`],
    },
    {
      title: 'a link to the parent only says its type',
      links: [{ traceId, spanId: parent, attributes: typed('follows_from') }],
      expected: [`follows_from ${traceId} ${parent}`],
    },
  ];
  test.for(references)('references: $title', ({ links, expected }) => {
    expect(factsOf({ traceId, parentSpanId: parent, links }).references).toEqual(expected);
  });

  test('the name of an event is its field `event`, unless it has one', () => {
    const events = [
      { name: 'e', timeUs: 7, attributes: { k: 1 } },
      { name: 'e', attributes: { event: 'own' } },
      { name: '' },
    ];
    expect(factsOf({ events }).logs.map(({ fields }) => fields)).toEqual([
      [
        ['event', 'string', 'e'],
        ['k', 'int', '1'],
      ],
      [['event', 'string', 'own']],
      [],
    ]);
  });

  test('the process has the name and every other attribute of the resource; times are exact, flags lost', () => {
    const facts = factsOf({
      service: 's',
      resource: { attributes: { h: 'x' } },
      startNsRem: 7,
      durationNs: 1_001,
      flags: 1,
    });
    expect(facts).toMatchObject({
      service: 's',
      processTags: [['h', 'string', 'x']],
      start: '1768471200000000007',
      duration: '1001',
      flags: 0,
    });
  });

  test('names that were not sent are those that Jaeger shows', () => {
    expect([factsOf({ service: null }).service, factsOf({ service: '' }).service]).toEqual([
      'missing-service-name',
      'empty-service-name',
    ]);
  });

  test('what a span warns of is sent as warnings', () => {
    const spec = { attributes: { '@jaeger@warnings': ['one', 'two'] } };
    expect(factsOf(spec)).toMatchObject({ warnings: ['one', 'two'], tags: [] });
  });

  test('they share requests with native spans, each by its own rules', () => {
    const names = new NameTable();
    const otlp = decodeOtlpProto(encodeSpans([spanBuilder({ service: 'a', kind: 'client' })]), names);
    const both = joinBatches([decodePostSpans(spansOf('a', 1, 2), names, null), otlp]);
    expect(factsOfEncoded(both).map((facts) => facts.tags.length)).toEqual([0, 0, 1]);
  });
});
