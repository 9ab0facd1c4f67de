// emitZipkinBatch by the rules of jaeger-agent.
import { type Attribute, NameTable, type Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { AgentTranscoder } from '../../src/index.ts';
import { refusalOf } from '../refusal-of.ts';
import { encodeCall, i64, PROTOCOLS, type Struct, structs, text } from '../thrift/thrift-oracle.ts';
import { annotation, FRONT, type SpanDraft, tagOf, zipkinSpan } from './zipkin-structs.ts';

const BOOL = 0;
const BYTES = 1;
const STRING = 6;

function spansOf(spans: readonly Struct[], protocol: 'compact' | 'binary' = 'compact'): Span[] {
  const transcoder = new AgentTranscoder(new NameTable(), null);
  transcoder.add(encodeCall(protocol, 'emitZipkinBatch', [[1, structs(spans)]]));
  const batch = transcoder.take();
  return Array.from({ length: batch?.length ?? 0 }, (_, row) => batch!.span(row).toSpan());
}

function spanOf(draft: SpanDraft): Span {
  return spansOf([zipkinSpan({ timestamp: 1000, duration: 5, ...draft })])[0]!;
}

/** `key=value` with the type in front where it is not a text. */
function shown(attributes: readonly Attribute[]): string[] {
  return attributes.map(({ key, value }) => {
    switch (value.type) {
      case 'string':
        return `${key}=${value.value}`;
      case 'bytes':
        return `${key}=bytes ${Buffer.from(value.value).toString('hex')}`;
      case 'bool':
      case 'int':
      case 'double':
        return `${key}=${value.type} ${value.value}`;
      default:
        return expect.fail(`no native tag is of type ${value.type}`);
    }
  });
}

const tagsOf = (draft: SpanDraft): string[] => shown(spanOf(draft).attributes);

describe('identity', () => {
  test.for(PROTOCOLS)('ids, name, times and debug flag, %s', (protocol) => {
    const draft = zipkinSpan({
      id: -1n,
      parentId: 7n,
      traceIdHigh: 3n,
      name: 'get',
      isDebug: true,
      timestamp: 9,
      duration: 8,
    });
    expect(spansOf([draft], protocol)[0]).toMatchObject({
      traceId: '00000000000000030000000000000001',
      spanId: 'ffffffffffffffff',
      parentSpanId: '0000000000000007',
      name: 'get',
      flags: 2,
      startUs: 9,
      durationNs: 8000,
      native: true,
    });
  });

  test('a span without any field is one of zeros', () => {
    expect(spansOf([[]])[0]).toMatchObject({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), name: '', flags: 0 });
  });

  test('a parent of zero is none, and a tag says so', () => {
    const span = spanOf({ parentId: 0n });
    expect([span.parentSpanId, span.links, shown(span.attributes)]).toEqual(['', [], ['errZeroParentID=0']]);
  });
});

describe('times', () => {
  const cs = annotation(100, 'cs');
  const cr = annotation(900, 'cr');
  const sr = annotation(200, 'sr');
  const ss = annotation(700, 'ss');
  const cases: readonly {
    readonly title: string;
    readonly draft: SpanDraft;
    readonly expected: readonly [number, number];
  }[] = [
    { title: 'client send to client receive', draft: { annotations: [cs, cr] }, expected: [100, 800] },
    { title: 'whatever their order', draft: { annotations: [cr, cs] }, expected: [100, 800] },
    { title: 'server receive to the last annotation', draft: { annotations: [sr, ss] }, expected: [200, 500] },
    { title: 'also below a parent', draft: { parentId: 7n, annotations: [sr, ss] }, expected: [200, 500] },
    { title: 'a server alone below a parent', draft: { parentId: 7n, annotations: [sr] }, expected: [200, 1] },
    {
      title: 'a given start and the length of the annotations',
      draft: { timestamp: 50, annotations: [sr, ss] },
      expected: [50, 500],
    },
    { title: 'one annotation has no length', draft: { timestamp: 50, annotations: [sr] }, expected: [50, 1] },
    { title: 'annotations that go back have none', draft: { timestamp: 50, annotations: [ss, sr] }, expected: [50, 1] },
    { title: 'nothing at all', draft: {}, expected: [0, 1] },
    {
      title: 'a start of zero is that of the call',
      draft: { timestamp: 0, duration: 0, annotations: [cs, cr] },
      expected: [100, 800],
    },
    {
      title: 'but keeps a length that was given',
      draft: { timestamp: 0, duration: 3, annotations: [cs, cr] },
      expected: [100, 3],
    },
    {
      title: 'and of the server without a client',
      draft: { timestamp: 0, duration: 0, annotations: [sr, ss] },
      expected: [200, 500],
    },
    { title: 'before 1970', draft: { timestamp: -5, duration: 2 }, expected: [-5, 2] },
  ];
  test.for(cases)('$title', ({ draft, expected }) => {
    const [span] = spansOf([zipkinSpan(draft)]);
    expect([span?.startUs, span!.durationNs / 1000]).toEqual(expected);
  });

  test('a negative length becomes 1 µs, and a tag says what it was', () => {
    const span = spanOf({ duration: -5 });
    expect([span.durationNs, shown(span.attributes)]).toEqual([1000, ['errNegativeDuration=-5']]);
  });
});

describe('annotations', () => {
  test.for([
    { value: 'sr', kind: 2 },
    { value: 'ss', kind: 2 },
    { value: 'cs', kind: 3 },
    { value: 'cr', kind: 3 },
  ])('$value is the kind and no log', ({ value, kind }) => {
    const span = spanOf({ annotations: [annotation(1000, value)] });
    expect([span.kind, span.events]).toEqual([kind, []]);
    expect(span.attributes.at(-1)?.key).toBe('span.kind');
  });

  test.for(['ms', 'mr', 'ws', 'wr', 'retry', 'c', 'css', 'sx', 'xr'])('%s is a log and no kind', (value) => {
    const span = spanOf({ annotations: [annotation(1001, value)] });
    expect(span.kind).toBe(0);
    expect(span.events.map(({ timeUs, name, attributes }) => [timeUs, name, shown(attributes)])).toEqual([
      [1001, value, [`event=${value}`]],
    ]);
  });

  test('one without a value is none', () => {
    expect(spanOf({ annotations: [annotation(1001, '')] }).events).toEqual([]);
  });

  test.for([
    { value: '{"event":"e","a":"b"}', fields: ['event=e', 'a=b'] },
    { value: '{"a":null}', fields: ['a='] },
    { value: '{}', fields: [] },
    { value: '{"a":1}', fields: ['event={"a":1}'] },
    { value: '["a"]', fields: ['event=["a"]'] },
    { value: '{"a":"b"', fields: ['event={"a":"b"'] },
  ])('$value has the fields $fields', ({ value, fields }) => {
    expect(shown(spanOf({ annotations: [annotation(1001, value)] }).events[0]!.attributes)).toEqual(fields);
  });

  test('both sides of a call make two spans of one id: the first has the tags', () => {
    const annotations = [annotation(100, 'cs'), annotation(200, 'sr'), annotation(700, 'ss'), annotation(900, 'cr')];
    const draft = zipkinSpan({
      parentId: 7n,
      annotations: [...annotations, annotation(300, 'x')],
      tags: [tagOf('k', STRING, 'v')],
    });
    const facts = spansOf([draft]).map((span) => [
      span.spanId,
      span.parentSpanId,
      span.startUs,
      span.durationNs / 1000,
      shown(span.attributes),
      span.events.length,
    ]);
    expect(facts).toEqual([
      ['0000000000000002', '0000000000000007', 100, 800, ['k=v', 'span.kind=client'], 1],
      ['0000000000000002', '0000000000000007', 200, 500, ['span.kind=server'], 0],
    ]);
  });

  test('a server first, then its client, which did not hear back', () => {
    const [first, second] = spansOf([
      zipkinSpan({ timestamp: 1, duration: 2, annotations: [annotation(200, 'sr'), annotation(100, 'cs')] }),
    ]);
    expect([first?.kind, first?.startUs, second?.kind, second?.startUs]).toEqual([2, 1, 3, 100]);
    expect(second?.attributes.at(-1)?.key).toBe('InvalidNegativeDuration');
  });
});

describe('tags', () => {
  const cases: readonly { readonly title: string; readonly tag: Struct; readonly expected: string }[] = [
    { title: 'text', tag: tagOf('k', STRING, 'v'), expected: 'k=v' },
    { title: 'true', tag: tagOf('k', BOOL, Uint8Array.of(1)), expected: 'k=bool true' },
    { title: 'any other byte', tag: tagOf('k', BOOL, Uint8Array.of(7)), expected: 'k=bool false' },
    { title: 'two bytes', tag: tagOf('k', BOOL, Uint8Array.of(1, 1)), expected: 'k=bool false' },
    { title: 'bytes', tag: tagOf('k', BYTES, Uint8Array.of(0, 255)), expected: 'k=bytes 00ff' },
    { title: 'i16', tag: tagOf('k', 2, Uint8Array.of(0xfe, 0xd4)), expected: 'k=int -300' },
    { title: 'i32', tag: tagOf('k', 3, Uint8Array.of(0xff, 0, 0, 0)), expected: 'k=int -16777216' },
    { title: 'i64', tag: tagOf('k', 4, Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2)), expected: 'k=int 4294967298' },
    { title: 'a longer value', tag: tagOf('k', 2, Uint8Array.of(0, 5, 9)), expected: 'k=int 5' },
    { title: 'double', tag: tagOf('k', 5, Uint8Array.of(0x40, 4, 0, 0, 0, 0, 0, 0)), expected: 'k=double 2.5' },
    {
      title: 'a short value',
      tag: tagOf('k', 3, Uint8Array.of(1, 2)),
      expected: 'k=Cannot parse Zipkin value AQI=: unexpected EOF',
    },
    { title: 'no value', tag: tagOf('k', 4, ''), expected: 'k=Cannot parse Zipkin value : EOF' },
    {
      title: 'an unknown type',
      tag: tagOf('k', 9, 'x'),
      expected: 'k=Cannot parse Zipkin value eA==: unknown zipkin annotation type: 9',
    },
    { title: 'the local component', tag: tagOf('lc', STRING, 'cron'), expected: 'component=cron' },
    { title: 'it even when empty', tag: tagOf('lc', STRING, ''), expected: 'component=' },
    { title: 'error true', tag: tagOf('error', STRING, 'TRUE'), expected: 'error=bool true' },
    { title: 'error empty', tag: tagOf('Error', STRING, ''), expected: 'Error=bool true' },
    { title: 'error false', tag: tagOf('error', STRING, 'false'), expected: 'error=bool false' },
    { title: 'error as bool', tag: tagOf('error', BOOL, Uint8Array.of(0)), expected: 'error=bool false' },
  ];
  test.for(cases)('$title', ({ tag, expected }) => {
    expect(tagsOf({ tags: [tag] })).toEqual([expected]);
  });

  test('another error keeps its text in error.message, after all tags', () => {
    const tags = [tagOf('error', STRING, 'boom'), tagOf('k', STRING, 'v')];
    expect(tagsOf({ tags, annotations: [annotation(1, 'sr')] })).toEqual([
      'error=bool true',
      'k=v',
      'error.message=boom',
      'span.kind=server',
    ]);
  });

  test.for(['sa', 'ca', 'ma'])('%s is the peer: name, addresses and port, unsigned', (key) => {
    const ipv6 = Uint8Array.from({ length: 16 }, (_, i) => i);
    const peer = { name: 'six', ipv4: -1_062_731_519, port: -1, ipv6 };
    expect(tagsOf({ tags: [tagOf(key, BOOL, Uint8Array.of(1), peer)] })).toEqual([
      'peer.service=six',
      'peer.ipv4=int 3232235777',
      `peer.ipv6=bytes ${Buffer.from(ipv6).toString('hex')}`,
      'peer.port=int 65535',
    ]);
  });

  test('a peer without name or address has an empty name', () => {
    expect(tagsOf({ tags: [tagOf('sa', BOOL, Uint8Array.of(1), { name: '', ipv4: 0, port: 0 })] })).toEqual([
      'peer.service=',
    ]);
  });

  test('a peer without a host is nothing', () => {
    expect(tagsOf({ tags: [tagOf('sa', BOOL, Uint8Array.of(1), null)] })).toEqual([]);
  });
});

describe('process', () => {
  const named = (name: string): { readonly name: string } => ({ name });
  const cases: readonly { readonly title: string; readonly draft: SpanDraft; readonly service: string }[] = [
    {
      title: 'a core annotation before all others',
      draft: {
        annotations: [annotation(1, 'x', named('any')), annotation(1, 'sr', named('core'))],
        tags: [tagOf('lc', STRING, '', named('lc')), tagOf('k', STRING, '', named('tag'))],
      },
      service: 'core',
    },
    {
      title: 'then the local component',
      draft: {
        annotations: [annotation(1, 'x', named('any'))],
        tags: [tagOf('k', STRING, '', named('tag')), tagOf('lc', STRING, '', named('lc'))],
      },
      service: 'lc',
    },
    {
      title: 'then any annotation',
      draft: { annotations: [annotation(1, 'x', named('any'))], tags: [tagOf('k', STRING, '', named('tag'))] },
      service: 'any',
    },
    { title: 'then any tag', draft: { tags: [tagOf('k', STRING, '', named('tag'))] }, service: 'tag' },
    {
      title: 'an empty name is none',
      draft: { annotations: [annotation(1, 'sr', named('')), annotation(1, 'ss', named('second'))] },
      service: 'second',
    },
    { title: 'no name anywhere', draft: { annotations: [annotation(1, 'sr', null)] }, service: 'unknown-service-name' },
  ];
  test.for(cases)('service of $title', ({ draft, service }) => {
    expect(spanOf(draft).resource.serviceName).toBe(service);
  });

  test('its address comes from the host that names it', () => {
    expect(shown(spanOf({ annotations: [annotation(1, 'sr')] }).resource.attributes)).toEqual([
      'service.name=front',
      'ip=int 167772161',
    ]);
  });

  test("tags of Jaeger's first clients move to it under their new names, in the order of those", () => {
    const tags = [
      tagOf('jaeger.version', STRING, 'x'),
      tagOf('jaegerClient', STRING, 'Java-0.30'),
      tagOf('k', STRING, 'v'),
      tagOf('jaeger.hostname', STRING, 'h1'),
    ];
    const span = spanOf({ tags });
    expect(shown(span.attributes)).toEqual(['k=v']);
    expect(shown(span.resource.attributes)).toEqual([
      'service.name=front',
      'hostname=h1',
      'ip=int 167772161',
      'jaeger.version=x',
      'jaeger.version=Java-0.30',
    ]);
  });

  test('spans in a row with one process share it; a span without a name loses nobody', () => {
    const of = (name: string, version: string): Struct =>
      zipkinSpan({ tags: [tagOf('jaegerClient', STRING, version, { ...FRONT, name })] });
    const spans = spansOf([of('a', '1'), of('a', '1'), of('a', '2'), of('b', '2'), zipkinSpan({}), of('b', '2')]);
    expect(spans.map(({ resource }) => resource.serviceName)).toEqual([
      'a',
      'a',
      'a',
      'b',
      'unknown-service-name',
      'b',
    ]);
    expect(spans[1]?.resource).toBe(spans[0]?.resource);
    expect(spans[2]?.resource).not.toBe(spans[1]?.resource);
  });

  test('names that run together with their addresses are not taken for one another', () => {
    const of = (name: string, ipv4: number): Struct => zipkinSpan({ tags: [tagOf('k', STRING, '', { name, ipv4 })] });
    const spans = spansOf([of('ab', 1), of('ab', 2), of('a', 2)]);
    expect(spans.map(({ resource }) => shown(resource.attributes))).toEqual([
      ['service.name=ab', 'ip=int 1'],
      ['service.name=ab', 'ip=int 2'],
      ['service.name=a', 'ip=int 2'],
    ]);
  });
});

describe('lists', () => {
  test('an empty one leaves nothing', () => {
    expect(spansOf([])).toEqual([]);
  });

  test('fields of another type are passed over, unknown ones too', () => {
    const draft: Struct = [
      [1, text('1')],
      [99, structs([[]])],
      ...zipkinSpan({
        tags: [
          [
            [2, i64(1)],
            [9, i64(1)],
          ],
        ],
      }),
    ];
    expect(spansOf([draft])).toHaveLength(1);
  });

  test('numbers where spans belong are refused', () => {
    const packet = encodeCall('binary', 'emitZipkinBatch', [[1, { type: 'list', of: 'i64', value: [i64(1)] }]]);
    const { message } = refusalOf(() => new AgentTranscoder(new NameTable(), null).add(packet));
    expect(message).toMatch(/^emitZipkinBatch: a list of i64 where structs belong at byte \d+$/);
  });

  test('a list of which little would become much is refused', () => {
    const packet = encodeCall('compact', 'emitZipkinBatch', [[1, structs(Array.from({ length: 20_000 }, () => []))]]);
    const { code } = refusalOf(() => new AgentTranscoder(new NameTable(), null).add(packet));
    expect(code).toBe('PAYLOAD_TOO_LARGE');
  });
});
