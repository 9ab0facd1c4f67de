// Tags that an operator adds to every process (`--agent.tags`, `--collector.tags`), appended to the resources of a
// batch. The bytes are copied with each Resource behind the spans that have it, so that they are one TracesData message
// again; spans stay as they are, at other offsets.
import { type Attribute, type NameTable, ownedBytes, type SharedParts, type SpanBatch } from '@spoor/core';
import { OtlpBatch } from '../otlp/otlp-batch.ts';
import { ServiceNameFinder } from '../otlp/service-name.ts';
import { SpanReader } from '../otlp/span-reader.ts';
import { writeAttributes } from '../otlp/value-writer.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { lengthBytes } from './byte-sink.ts';
import { OffsetMap } from './offset-map.ts';

const RESOURCE_SPANS = 0x0a;
const RESOURCE = 0x0a;
const ATTRIBUTES_FIELD = 1;
const SERVICE_KEY = 'service.name';
/** Tags and lengths of a ResourceSpans and its Resource at most. */
const HEAD_BYTES = 12;

/** Which tags a resource does not get: those whose key and text it has, those whose key it has, or `none` of them. */
export type SkippedTags = 'none' | 'same-text' | 'same-key';

/**
 * `batch` with the texts `tags` as further attributes of every resource, in their order; the batch itself when there is
 * nothing to add. A key may be there twice unless it is `skip`ped. Spans of the batch are in the order of its bytes, as every batch of ours has them.
 */
export function withResourceTags(batch: SpanBatch, tags: ReadonlyMap<string, string>, skip: SkippedTags): SpanBatch {
  if (tags.size === 0) return batch;
  const wanted = Array.from(tags, ([key, value]): Attribute => ({ key, value: { type: 'string', value } }));
  const all = attributeFields(wanted);
  const reader = new SpanReader();
  const added = Array.from(batch.resources.at, (_, row) =>
    skip === 'none' ? all : missingFields(batch, row, reader, wanted, all, skip),
  );
  return added.every(({ length }) => length === 0) ? batch : new TaggedCopy(batch, added, tags.has(SERVICE_KEY)).run();
}

function attributeFields(attributes: readonly Attribute[]): Uint8Array {
  const w = new ProtoWriter();
  writeAttributes(w, ATTRIBUTES_FIELD, attributes);
  return w.finish();
}

function missingFields(
  batch: SpanBatch,
  row: number,
  reader: SpanReader,
  wanted: readonly Attribute[],
  all: Uint8Array,
  skip: SkippedTags,
): Uint8Array {
  const { attributes } = reader.resource(batch.bytes, batch.resources.at[row]!, batch.resources.bytes[row]!, 0, 0);
  const isThere = skip === 'same-key' ? hasKey : isSame;
  const missing = wanted.filter((tag) => !attributes.some((attribute) => isThere(attribute, tag)));
  return missing.length === wanted.length ? all : attributeFields(missing);
}

function hasKey(a: Attribute, b: Attribute): boolean {
  return a.key === b.key;
}

function isSame(a: Attribute, b: Attribute): boolean {
  return hasKey(a, b) && a.value.type === 'string' && b.value.type === 'string' && a.value.value === b.value.value;
}

class TaggedCopy {
  readonly #batch: SpanBatch;
  readonly #added: readonly Uint8Array[];
  readonly #mayRename: boolean;
  readonly #bytes: Uint8Array;
  readonly #map = new OffsetMap();
  readonly #resourceAt: Uint32Array;
  readonly #resourceBytes: Uint32Array;
  #pos = 0;
  /** The first span behind what was copied. */
  #row = 0;

  /** `added`: attribute fields for each row of the batch's resources; `mayRename`: there may be a service's name in them. */
  constructor(batch: SpanBatch, added: readonly Uint8Array[], mayRename: boolean) {
    this.#batch = batch;
    this.#added = added;
    this.#mayRename = mayRename;
    const more = added.reduce((sum, { length }, row) => sum + length + batch.resources.bytes[row]! + HEAD_BYTES, 0);
    this.#bytes = new Uint8Array(batch.bytes.length + more);
    this.#resourceAt = new Uint32Array(added.length);
    this.#resourceBytes = batch.resources.bytes.map((length, row) => length + added[row]!.length);
  }

  run(): SpanBatch {
    const { bytes, columns, resources, scopes, length, names } = this.#batch;
    const r = new ProtoReader(bytes);
    while (r.pos < bytes.length) {
      const start = r.pos;
      const tag = r.tag();
      const content = r.pos;
      r.skip(tag);
      const row = tag === RESOURCE_SPANS ? this.#resourceOf(start, r.pos) : -1;
      if (row < 0 || this.#added[row]!.length === 0) this.#copy(start, r.pos);
      else this.#resourceSpans(content, r.pos, row);
    }
    const map = this.#map;
    const owned = ownedBytes(this.#bytes.subarray(0, this.#pos));
    const tagged = {
      ...resources,
      at: map.moved(resources.at).map((at, row) => this.#resourceAt[row]! || at),
      bytes: this.#resourceBytes,
      schemaAt: map.moved(resources.schemaAt),
    };
    const parts = {
      columns: {
        ...columns,
        service: this.#mayRename ? servicesOf(owned, tagged, columns.resource, names) : columns.service,
        spanStart: map.moved(columns.spanStart),
        traceIdAt: map.moved(columns.traceIdAt),
        spanIdAt: map.moved(columns.spanIdAt),
        parentIdAt: map.moved(columns.parentIdAt),
      },
      resources: tagged,
      scopes: { ...scopes, at: map.moved(scopes.at), schemaAt: map.moved(scopes.schemaAt) },
    };
    return new OtlpBatch(owned, length, parts, names);
  }

  /** Row of the resource whose spans are in [start, end); -1 = no spans there. */
  #resourceOf(start: number, end: number): number {
    const { spanStart, resource } = this.#batch.columns;
    const first = this.#row;
    while (this.#row < spanStart.length && spanStart[this.#row]! <= end) this.#row++;
    return this.#row > first && spanStart[first]! > start ? resource[first]! : -1;
  }

  /** The ResourceSpans whose length is at `at`, its Resource last. */
  #resourceSpans(at: number, end: number, row: number): void {
    const r = new ProtoReader(this.#batch.bytes, at, end);
    r.lengthEnd();
    const start = r.pos;
    const resource = this.#resourceBytes[row]!;
    this.#head(RESOURCE_SPANS, end - start - resourceFieldBytes(r) + 1 + lengthBytes(resource) + resource);
    r.pos = start;
    let kept = start;
    while (r.pos < end) {
      const fieldAt = r.pos;
      const tag = r.tag();
      r.skip(tag);
      if (tag !== RESOURCE) continue;
      this.#copy(kept, fieldAt);
      kept = r.pos;
    }
    this.#copy(kept, end);
    this.#head(RESOURCE, resource);
    this.#resourceAt[row] = this.#pos;
    const from = this.#batch.resources.at[row]!;
    this.#append(this.#batch.bytes.subarray(from, from + this.#batch.resources.bytes[row]!));
    this.#append(this.#added[row]!);
  }

  /** A stretch of the source as it is. */
  #copy(from: number, to: number): void {
    if (to === from) return;
    this.#map.add(from, this.#pos - from);
    this.#append(this.#batch.bytes.subarray(from, to));
  }

  #append(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#pos);
    this.#pos += bytes.length;
  }

  #head(tag: number, length: number): void {
    this.#bytes[this.#pos++] = tag;
    let rest = length;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#pos++] = rest | 0x80;
    this.#bytes[this.#pos++] = rest;
  }
}

/** The column of services: a resource without a name of its own has the one among its tags. */
function servicesOf(bytes: Uint8Array, resources: SharedParts, rows: Uint32Array, names: NameTable): Uint32Array {
  const finder = new ServiceNameFinder();
  const ids = resources.at.map((at, row) => finder.id(bytes, at, at + resources.bytes[row]!, names));
  return rows.map((row) => ids[row]!);
}

/** What the Resource fields take from the cursor to the end. */
function resourceFieldBytes(r: ProtoReader): number {
  let bytes = 0;
  while (r.pos < r.end) {
    const at = r.pos;
    const tag = r.tag();
    r.skip(tag);
    if (tag === RESOURCE) bytes += r.pos - at;
  }
  return bytes;
}
