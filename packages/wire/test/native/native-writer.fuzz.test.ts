// The buffer grows, and the content of long spans and logs moves: whatever the sizes, what was written is read back,
// and the columns point where a decoder of the bytes would.
import { type Attribute, NameTable, type SpanBatch } from '@spoor/core';
import { expect, test } from 'vitest';
import { decodeOtlpProto } from '../../src/index.ts';
import { NativeWriter } from '../../src/native/native-writer.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { SeededRandom } from '../seeded-random.ts';

/** Around lengths of one and two bytes, the copy by words, and the buffer's first size. */
const EDGES = [0, 1, 3, 4, 5, 80, 127, 128, 199, 200, 201, 16_300, 16_383, 16_384, 65_300, 65_536, 70_000];
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

interface Written {
  readonly name: string;
  readonly tags: Attribute[];
  readonly logs: Attribute[][];
  readonly links: readonly string[];
}

class Drafts {
  readonly #random: SeededRandom;
  readonly #w: NativeWriter;

  constructor(seed: number, w: NativeWriter) {
    this.#random = new SeededRandom(seed);
    this.#w = w;
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  span(): Written {
    const w = this.#w;
    const written: Written = { name: this.#text(), tags: [], logs: [], links: [] };
    const links: string[] = [];
    w.beginSpan();
    w.traceId(1, 2, 3, this.below(5));
    w.spanId(this.below(2 ** 32), 1);
    w.durationMicros(1);
    if (this.below(2) === 0) this.#name(written.name);
    for (let n = this.below(4); n > 0; n--) written.tags.push(this.#tag());
    for (let n = this.below(3); n > 0; n--) written.logs.push(this.#log());
    for (let n = this.below(3); n > 0; n--) links.push(this.#reference());
    for (let n = this.below(2); n > 0; n--) written.tags.push(this.#tag());
    this.#name(written.name);
    w.endSpan();
    return { ...written, links };
  }

  process(): Attribute[] {
    this.#w.beginProcess();
    this.#w.serviceNameText('svc');
    const tags = Array.from({ length: this.below(3) }, () => this.#tag());
    this.#w.endBatch();
    return tags;
  }

  #name(name: string): void {
    const bytes = Buffer.from(`..${name}`);
    this.#w.operation(bytes, 2, bytes.length);
  }

  #log(): Attribute[] {
    this.#w.beginLogMicros(this.below(1000));
    const fields = Array.from({ length: this.below(3) }, () => this.#tag());
    this.#w.endLog();
    return fields;
  }

  #reference(): string {
    const spanId = this.below(2 ** 32);
    this.#w.reference(this.below(2) === 0, 1, 2, 3, this.below(5), 0, spanId);
    return spanId.toString(16).padStart(16, '0');
  }

  #tag(): Attribute {
    const key = this.#text();
    const value = this.#text();
    const keyBytes = Buffer.from(key);
    const source = Buffer.concat([keyBytes, Buffer.from(value)]);
    switch (this.below(4)) {
      case 0:
        this.#w.boolTag(source, 0, keyBytes.length, true);
        return { key, value: { type: 'bool', value: true } };
      case 1:
        this.#w.intTag(source, 0, keyBytes.length, 7, 0);
        return { key, value: { type: 'int', value: 7 } };
      case 2:
        this.#w.bytesTag(source, 0, keyBytes.length, keyBytes.length, source.length);
        return { key, value: { type: 'bytes', value: Uint8Array.from(source.subarray(keyBytes.length)) } };
      default:
        this.#w.textTag(source, 0, keyBytes.length, keyBytes.length, source.length);
        return { key, value: { type: 'string', value } };
    }
  }

  /** ASCII mostly; sometimes its first character has three bytes. */
  #text(): string {
    const edge = EDGES[this.below(this.below(3) === 0 ? EDGES.length : 11)]!;
    const length = Math.max(edge + this.below(3) - 1, 0);
    const letter = String.fromCharCode(0x61 + this.below(26));
    return (this.below(5) === 0 ? '€' : '') + letter.repeat(length);
  }
}

function columnsOf({ bytes, columns, resources, scopes }: SpanBatch): unknown {
  const { traits: _, ...others } = columns;
  return { bytes, columns: others, resources, scopes };
}

test.for(SEEDS)('spans, logs and processes of any size are read back whole (%d)', (seed) => {
  const names = new NameTable();
  const w = new NativeWriter(null);
  const drafts = new Drafts(seed, w);
  for (let message = 0; message < 4; message++) {
    const written: (Written & { readonly process: Attribute[] })[] = [];
    for (let batches = drafts.below(3) + 1; batches > 0; batches--) {
      w.beginBatch();
      const spans = Array.from({ length: drafts.below(6) + 1 }, () => drafts.span());
      const process = drafts.process();
      written.push(...spans.map((span) => ({ ...span, process })));
      const mark = w.mark(); // one that fails in the middle of a span is taken back
      w.beginBatch();
      drafts.span();
      w.beginSpan();
      w.beginLogMicros(1);
      w.rewind(mark);
    }
    const batch = w.finish(names);
    expect(columnsOf(batch)).toEqual(columnsOf(decodeOtlpProto(batch.bytes.slice(), names)));
    const read = spansOf(batch);
    expect(batchFacts(batch)).toEqual(read.map(factsOf));
    expect(read.map(({ name, attributes }) => [name, attributes])).toEqual(written.map((s) => [s.name, s.tags]));
    expect(read.map(({ events }) => events.map(({ attributes }) => attributes))).toEqual(written.map((s) => s.logs));
    expect(read.map(({ links }) => links.map(({ spanId }) => spanId))).toEqual(written.map((s) => s.links));
    expect(read.map(({ resource }) => resource.attributes.slice(1))).toEqual(written.map((s) => s.process));
  }
});
