// The native form, read back through the batch.
import { type AttributeValue, NameTable, SAMPLER_TYPES, type Span, samplerOf, TRAIT_DEBUG } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { NATIVE_KEY } from '../../src/native/native-marker.ts';
import { NativeWriter } from '../../src/native/native-writer.ts';

const names = (): NameTable => new NameTable();

/** Texts as bytes with their bounds, the way a decoder hands them over. */
class Source {
  readonly bytes: Uint8Array;
  readonly #at = new Map<string, number>();

  constructor(...texts: readonly string[]) {
    let all = '';
    for (const text of texts) {
      this.#at.set(text, Buffer.byteLength(all));
      all += text;
    }
    this.bytes = new TextEncoder().encode(all);
  }

  range(text: string): [number, number] {
    const at = this.#at.get(text)!;
    return [at, at + Buffer.byteLength(text)];
  }
}

function textTag(w: NativeWriter, key: string, value: string): void {
  const source = new Source(key, value);
  w.textTag(source.bytes, ...source.range(key), ...source.range(value));
}

function boolTag(w: NativeWriter, key: string, value: boolean): void {
  const source = new Source(key);
  w.boolTag(source.bytes, ...source.range(key), value);
}

function intTag(w: NativeWriter, key: string, lo: number, hi: number): void {
  const source = new Source(key);
  w.intTag(source.bytes, ...source.range(key), lo, hi);
}

function operation(w: NativeWriter, name: string): void {
  const source = new Source(name);
  w.operation(source.bytes, ...source.range(name));
}

/** One span in a batch of service `s`. */
function spanOf(write: (w: NativeWriter) => void, format: string | null = null): Span {
  const w = new NativeWriter(format);
  w.beginBatch();
  w.beginSpan();
  w.traceId(0, 0, 0, 1);
  w.spanId(0, 2);
  w.startMicros(1_000_000);
  w.durationMicros(5);
  write(w);
  w.endSpan();
  w.beginProcess();
  w.serviceNameText('s');
  w.endBatch();
  return w.finish(names()).span(0).toSpan();
}

const CHILD = 'child_of';
const FOLLOWS = 'follows_from';

function plain(value: AttributeValue | undefined): unknown {
  return value === undefined || value.type === 'empty' ? null : value.value;
}

function links(span: Span): readonly (readonly unknown[])[] {
  return span.links.map((link) => [plain(link.attributes[0]?.value), link.traceId.slice(24), link.spanId.slice(12)]);
}

describe('NativeWriter', () => {
  test('a span reads back as native, with ids, name, times and 32 flag bits', () => {
    const span = spanOf((w) => {
      operation(w, 'GET /');
      w.flags(0xffff_ffff);
    });
    expect(span).toMatchObject({
      traceId: '00000000000000000000000000000001',
      spanId: '0000000000000002',
      parentSpanId: '',
      name: 'GET /',
      flags: 0xffff_ffff,
      startUs: 1_000_000,
      durationNs: 5_000,
      native: true,
      warnings: [],
    });
    expect(span.scope.attributes.map(({ key }) => key)).toEqual([NATIVE_KEY]);
    expect(span.resource).toMatchObject({ serviceName: 's' });
  });

  test('tags are kept verbatim: order, duplicates, every type, long texts', () => {
    const long = 'x'.repeat(20_000);
    const span = spanOf((w) => {
      textTag(w, 'a', '1');
      textTag(w, 'a', '1');
      boolTag(w, 'b', true);
      intTag(w, 'i', 0, 0x8000_0000);
      w.doubleTag(new TextEncoder().encode('d'), 0, 1, 0, 0x3ff0_0000);
      w.bytesTag(Uint8Array.of(0x79, 1, 2), 0, 1, 1, 3);
      textTag(w, 'long', long);
    });
    expect(span.attributes).toEqual([
      { key: 'a', value: { type: 'string', value: '1' } },
      { key: 'a', value: { type: 'string', value: '1' } },
      { key: 'b', value: { type: 'bool', value: true } },
      { key: 'i', value: { type: 'int', value: -(2n ** 63n) } },
      { key: 'd', value: { type: 'double', value: 1 } },
      { key: 'y', value: { type: 'bytes', value: Uint8Array.of(1, 2) } },
      { key: 'long', value: { type: 'string', value: long } },
    ]);
  });

  test('the format is the last tag', () => {
    expect(spanOf((w) => textTag(w, 'a', 'b'), 'proto').attributes.at(-1)).toEqual({
      key: '@jaeger@format',
      value: { type: 'string', value: 'proto' },
    });
  });

  test('a parent becomes a CHILD_OF in front of the references', () => {
    const span = spanOf((w) => {
      w.reference(true, 0, 0, 0, 9, 0, 7);
      w.parentId(0, 5);
    });
    expect(links(span)).toEqual([
      [CHILD, '00000001', '0005'],
      [FOLLOWS, '00000009', '0007'],
    ]);
    expect(span.parentSpanId).toBe('0000000000000005');
  });

  test('a parent that a reference of any type names is not repeated', () => {
    const span = spanOf((w) => {
      w.parentId(0, 5);
      w.reference(true, 0, 0, 0, 1, 0, 5);
    });
    expect(links(span)).toEqual([[FOLLOWS, '00000001', '0005']]);
    expect(span.parentSpanId).toBe('0000000000000005');
  });

  test.each([
    [
      'the first CHILD_OF into the trace',
      [
        [true, 1, 3],
        [false, 9, 4],
        [false, 1, 5],
        [false, 1, 6],
      ],
      5,
    ],
    [
      'else the first FOLLOWS_FROM into it',
      [
        [false, 9, 4],
        [true, 1, 3],
        [true, 1, 6],
      ],
      3,
    ],
    [
      'else none',
      [
        [false, 9, 4],
        [true, 9, 3],
      ],
      0,
    ],
  ] as const)('the parent is %s', (_title, references, parent) => {
    const span = spanOf((w) => {
      for (const [isFollowsFrom, trace, id] of references) w.reference(isFollowsFrom, 0, 0, 0, trace, 0, id);
    });
    expect(span.links).toHaveLength(references.length);
    expect(span.parentSpanId).toBe(parent === 0 ? '' : `000000000000000${parent}`);
  });

  test('references that come before the ids count all the same', () => {
    const w = new NativeWriter(null);
    w.beginBatch();
    w.beginSpan();
    for (let i = 1; i < 30; i++) w.reference(false, 0, 0, 7, 7, 0, i);
    w.traceId(0, 0, 7, 7);
    w.endSpan();
    w.beginProcess();
    w.endBatch();
    const span = w.finish(names()).span(0).toSpan();
    expect(span.links).toHaveLength(29);
    expect(span.parentSpanId).toBe('0000000000000001');
  });

  test('logs keep their fields and take their name from the field event', () => {
    const span = spanOf((w) => {
      w.beginLogMicros(-5);
      textTag(w, 'k', 'v');
      textTag(w, 'event', 'retry');
      w.endLog();
      w.beginLogSeconds(3, 4_005);
      w.endLog();
      textTag(w, 'after', '');
    });
    expect(
      span.events.map(({ name, timeUs, timeNsRem, attributes }) => [name, timeUs, timeNsRem, attributes.length]),
    ).toEqual([
      ['retry', -5, 0, 2],
      ['', 3_000_004, 5, 0],
    ]);
    expect(span.attributes).toHaveLength(1);
  });

  test.each([
    ['server', 2],
    ['client', 3],
    ['producer', 4],
    ['consumer', 5],
    ['internal', 1],
    ['SERVER', 0],
  ])('span.kind %s is kind %d', (text, kind) => {
    const span = spanOf((w) => {
      textTag(w, 'span.kind', text);
      textTag(w, 'span.kind', 'producer');
    });
    expect(span.kind).toBe(kind);
  });

  const client = (w: NativeWriter): void => textTag(w, 'span.kind', 'client');
  test.each<[string, (w: NativeWriter) => void, number]>([
    ['error=true', (w) => boolTag(w, 'error', true), 2],
    ['error=false', (w) => boolTag(w, 'error', false), 0],
    ['error as text', (w) => textTag(w, 'error', 'true'), 0],
    ['otel.status_code=OK', (w) => textTag(w, 'otel.status_code', 'OK'), 1],
    ['otel.status_code=2', (w) => intTag(w, 'otel.status_code', 2, 0), 2],
    ['http.status_code=500', (w) => intTag(w, 'http.status_code', 500, 0), 2],
    ['http.status_code 503 as text', (w) => textTag(w, 'http.status_code', '503'), 2],
    ['http.status_code=404', (w) => intTag(w, 'http.status_code', 404, 0), 0],
    ['http.status_code=200', (w) => intTag(w, 'http.status_code', 200, 0), 0],
  ])('%s sets the status', (_title, write, status) => {
    expect(spanOf(write).statusCode).toBe(status);
  });

  test('a client is to blame for http.status_code=404, and the message goes with the status', () => {
    const span = spanOf((w) => {
      intTag(w, 'http.status_code', 404, 0);
      textTag(w, 'otel.status_description', 'gone');
      client(w);
    });
    expect(span).toMatchObject({ statusCode: 2, statusMessage: 'gone', kind: 3 });
  });

  test.each([0, -3])('a duration of %d µs gets the tag that Jaeger gives', (us) => {
    const span = spanOf((w) => w.durationMicros(us), 'jaeger');
    expect(span.durationNs).toBe(1);
    expect(span.attributes.map(({ key }) => key)).toEqual(['@jaeger@format', 'InvalidNegativeDuration']);
    expect(span.warnings).toEqual([]);
  });

  test.each([
    ['before 1970', -1_768_471_200_002_000, 1_000],
    ['with nanoseconds', 5, 1_001],
  ])('times %s survive', (_title, us, ns) => {
    const span = spanOf((w) => {
      w.startSeconds(Math.floor(us / 1e6), (us - Math.floor(us / 1e6) * 1e6) * 1000 + 7);
      w.durationSeconds(0, ns);
    });
    expect([span.startUs, span.startNsRem, span.durationNs]).toEqual([us, 7, ns]);
  });

  test.each([2 ** 62, -(2 ** 62)])('a start of %d µs is clamped to what nanoseconds can hold', (us) => {
    const span = spanOf((w) => w.startMicros(us));
    expect(Math.sign(span.startUs)).toBe(Math.sign(us));
    expect(Math.abs(span.startUs)).toBeGreaterThan(9.2e15);
  });

  test('texts that are not UTF-8 get U+FFFD a byte, wherever they are', () => {
    const bad = Uint8Array.of(0x61, 0xff, 0xfe);
    const span = spanOf((w) => {
      w.operation(bad, 0, 3);
      w.textTag(bad, 0, 2, 0, 3);
      w.boolTag(bad, 1, 3, true);
    });
    expect(span.name).toBe('a\ufffd\ufffd');
    expect(span.attributes.map(({ key, value }) => [key, plain(value)])).toEqual([
      ['a\ufffd', 'a\ufffd\ufffd'],
      ['\ufffd\ufffd', true],
    ]);
  });

  test('traits hold the debug flag and the sampler', () => {
    const w = new NativeWriter(null);
    w.beginBatch();
    for (const type of [...SAMPLER_TYPES, 'other']) {
      w.beginSpan();
      w.flags(3);
      textTag(w, 'sampler.type', type);
      w.endSpan();
    }
    w.beginProcess();
    w.endBatch();
    const traits = [...w.finish(names()).columns.traits];
    expect(traits.map(samplerOf)).toEqual([0, 1, 2, 3, 4, 0]);
    expect(traits.every((each) => (each & TRAIT_DEBUG) !== 0)).toBe(true);
  });

  test('batches follow each other; one taken back or without spans leaves nothing', () => {
    const w = new NativeWriter(null);
    const write = (service: string, spans: number): void => {
      w.beginBatch();
      for (let i = 0; i < spans; i++) {
        w.beginSpan();
        operation(w, `${service}-${i}`);
        w.endSpan();
      }
      w.beginProcess();
      w.serviceNameText(service);
      w.tagOf('host', service);
      w.endBatch();
    };
    write('a', 300);
    write('empty', 0);
    const mark = w.mark();
    w.beginBatch();
    w.beginSpan();
    operation(w, 'lost');
    w.rewind(mark);
    write('b', 2);
    expect(w.spans).toBe(302);
    const batch = w.finish(names());
    expect(batch.length).toBe(302);
    expect(batch.resources.at).toHaveLength(2);
    expect(batch.span(299).operation).toBe('a-299');
    expect(batch.span(301).toSpan()).toMatchObject({
      name: 'b-1',
      resource: { serviceName: 'b', attributes: [{ key: 'service.name' }, { key: 'host' }] },
    });
    expect([w.length, w.spans]).toEqual([0, 0]);
    write('c', 1);
    expect(w.finish(names()).span(0).service).toBe('c');
  });
});
