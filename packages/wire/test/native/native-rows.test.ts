// The columns of a native batch are noted while it is written: they must be those that a decoder of its bytes
// finds.
import { NameTable, type SpanBatch } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto } from '../../src/index.ts';
import { NativeWriter } from '../../src/native/native-writer.ts';

interface SpanDraft {
  readonly operation: Uint8Array;
  readonly ids: readonly number[];
  readonly parent: readonly [number, number];
  readonly startUs: number;
  readonly durationUs: number;
  readonly flags: number;
  readonly tags: readonly (readonly [key: string, value: string])[];
}

interface BatchDraft {
  readonly service: string | null;
  readonly spans: readonly SpanDraft[];
}

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const micros = fc.oneof(
  fc.integer({ min: -(2 ** 40), max: 2 ** 52 }),
  fc.constantFrom(0, 1, -1, 2 ** 63, -(2 ** 63), 9.3e15, -9.3e15),
);
const spanDraft: fc.Arbitrary<SpanDraft> = fc.record({
  operation: fc.uint8Array({ maxLength: 12 }),
  ids: fc.array(word, { minLength: 6, maxLength: 6 }),
  parent: fc.tuple(fc.constantFrom(0, 7), word),
  startUs: micros,
  durationUs: micros,
  flags: word,
  tags: fc.array(
    fc.tuple(
      fc.constantFrom('span.kind', 'http.status_code', 'sampler.type', 'k'),
      fc.constantFrom('server', 'client', '500', 'const', 'x'.repeat(300), 'y'.repeat(20_000)),
    ),
    { maxLength: 4 },
  ),
});
const batchDraft: fc.Arbitrary<BatchDraft> = fc.record({
  service: fc.option(fc.string({ maxLength: 8 })),
  spans: fc.array(spanDraft, { maxLength: 4 }),
});

function write(w: NativeWriter, { service, spans }: BatchDraft): void {
  w.beginBatch();
  for (const { operation, ids, parent, startUs, durationUs, flags, tags } of spans) {
    w.beginSpan();
    w.operation(operation, 0, operation.length);
    w.traceId(ids[0]!, ids[1]!, ids[2]!, ids[3]!);
    w.spanId(ids[4]!, ids[5]!);
    w.parentId(parent[0], parent[1]);
    w.startMicros(startUs);
    w.durationMicros(durationUs);
    w.flags(flags);
    for (const [key, value] of tags) w.tagOf(key, value);
    w.endSpan();
  }
  w.beginProcess();
  if (service !== null) w.serviceNameText(service);
  w.tagOf('host', 'h');
  w.endBatch();
}

/** Everything of a batch but the traits, which no bytes say. */
function columnsOf({ bytes, length, columns, resources, scopes }: SpanBatch): unknown {
  const { traits, ...others } = columns;
  return { bytes, length, columns: others, resources, scopes, rows: traits.length };
}

function decoded({ bytes, names }: SpanBatch): unknown {
  return columnsOf(decodeOtlpProto(bytes.slice(), names));
}

describe('columns', () => {
  test('those of any batches are what decoding their bytes finds', () => {
    const names = new NameTable();
    const w = new NativeWriter('proto');
    fc.assert(
      fc.property(fc.array(batchDraft, { maxLength: 4 }), (drafts) => {
        for (const draft of drafts) write(w, draft);
        const batch = w.finish(names);
        expect(columnsOf(batch)).toEqual(decoded(batch));
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test('a batch that is taken back leaves no row, resource or scope', () => {
    const names = new NameTable();
    const w = new NativeWriter(null);
    const draft = fc.sample(batchDraft, { numRuns: 40, seed: 5 }).filter(({ spans }) => spans.length > 0);
    write(w, draft[0]!);
    const mark = w.mark();
    write(w, draft[1]!);
    write(w, draft[2]!);
    w.rewind(mark);
    write(w, draft[3]!);
    const batch = w.finish(names);
    expect(batch.length).toBe(draft[0]!.spans.length + draft[3]!.spans.length);
    expect(columnsOf(batch)).toEqual(decoded(batch));
  });

  test('spans taken back within a batch leave the batch open', () => {
    const w = new NativeWriter(null);
    const [draft] = fc.sample(spanDraft, { numRuns: 1, seed: 6 });
    write(w, { service: 'first', spans: [draft!] });
    w.beginBatch();
    const mark = w.mark();
    w.beginSpan();
    w.endSpan();
    w.rewind(mark);
    w.beginSpan();
    w.endSpan();
    w.beginProcess();
    w.serviceNameText('second');
    w.endBatch();
    const batch = w.finish(new NameTable());
    expect([batch.span(0).service, batch.span(1).service]).toEqual(['first', 'second']);
    expect(columnsOf(batch)).toEqual(decoded(batch));
  });

  test('a batch of 20,000 spans is whole, and so is the small one after it', () => {
    const w = new NativeWriter(null);
    const spans = fc.sample(spanDraft, { numRuns: 20, seed: 8 }).map((span) => ({ ...span, tags: [] }));
    for (const repeats of [1000, 1]) {
      write(w, { service: 's', spans: Array.from({ length: repeats }, () => spans).flat() });
      const batch = w.finish(new NameTable());
      expect(batch.length).toBe(20 * repeats);
      expect(columnsOf(batch)).toEqual(decoded(batch));
    }
  });

  test('2,000 spans in 100 batches keep their batches', () => {
    const w = new NativeWriter(null);
    const spans = fc.sample(spanDraft, { numRuns: 20, seed: 7 }).map((span) => ({ ...span, tags: [] }));
    for (let n = 0; n < 100; n++) write(w, { service: `s${n}`, spans });
    const batch = w.finish(new NameTable());
    expect(columnsOf(batch)).toEqual(decoded(batch));
    expect(batch.span(1999).service).toBe('s99');
  });
});
