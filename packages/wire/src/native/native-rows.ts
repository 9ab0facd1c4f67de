// What a batch's columns say of the spans that a native writer writes, noted while it does: it knows where it put
// everything, so nobody has to decode the message again. Grows, and is kept from batch to batch.
import type { NameTable } from '@spoor/core';
import { allocateColumns, type BatchColumns } from '../otlp/columns.ts';
import { ServiceNameFinder } from '../otlp/service-name.ts';
import { microsOf, nanosBetween, nanosRemainderOf } from '../protobuf/nanos.ts';

const FIRST_ROWS = 256;
const FIRST_BATCHES = 16;
/** What one huge message made larger than this is not kept. */
const KEPT_ROWS = 16_384;

// Words of a row.
const ROW_WORDS = 8;
const SPAN_START = 0;
const SPAN_BYTES = 1;
const TRACE_ID_AT = 2;
const PARENT_ID_AT = 3;
const NAME_AT = 4;
const NAME_END = 5;
const BATCH = 6;
/** Kind, status << 8, traits << 16. */
const CODES = 7;
/** The span id comes behind the trace id, a tag and a length. */
const SPAN_ID_SHIFT = 18;

// Doubles of a row.
const ROW_TIMES = 3;
const START_US = 0;
const START_NS_REM = 1;
const DURATION_NS = 2;

// Words of a batch.
const BATCH_WORDS = 3;
const RESOURCE_AT = 0;
const RESOURCE_BYTES = 1;
const SCOPE_AT = 2;

/** Offsets count from the writer's first byte. */
export class NativeRows {
  spans = 0;
  batches = 0;
  // Of the span that is open: offsets of its trace id, its parent's id (0 = none) and its name.
  traceIdAt = 0;
  parentIdAt = 0;
  nameAt = 0;
  nameEnd = 0;
  #words = new Uint32Array(FIRST_ROWS * ROW_WORDS);
  #times = new Float64Array(FIRST_ROWS * ROW_TIMES);
  #batchWords = new Uint32Array(FIRST_BATCHES * BATCH_WORDS);

  /** Only the first `spans` are left; a batch that was open when there were so many is open again. */
  rewind(spans: number): void {
    this.spans = spans;
    const closed = spans === 0 ? 0 : this.#words[(spans - 1) * ROW_WORDS + BATCH]! + 1;
    this.batches = Math.min(this.batches, closed);
  }

  /** A span opens. */
  begin(): void {
    this.traceIdAt = this.parentIdAt = this.nameAt = this.nameEnd = 0;
  }

  /** The open span's times as they were written: epoch nanoseconds in unsigned halves. */
  setTimes(startLo: number, startHi: number, endLo: number, endHi: number): void {
    if ((this.spans + 1) * ROW_WORDS > this.#words.length) this.#grow();
    const at = this.spans * ROW_TIMES;
    this.#times[at + START_US] = microsOf(startLo, startHi);
    this.#times[at + START_NS_REM] = nanosRemainderOf(startLo, startHi);
    this.#times[at + DURATION_NS] = Math.max(nanosBetween(startLo, startHi, endLo, endHi), 1);
  }

  /** The open span ends at [start, end); what was noted of it has since moved back by `moved` bytes. */
  add(start: number, end: number, moved: number, kind: number, status: number, traits: number): void {
    const words = this.#words;
    const at = this.spans++ * ROW_WORDS;
    words[at + SPAN_START] = start;
    words[at + SPAN_BYTES] = end - start;
    words[at + TRACE_ID_AT] = this.traceIdAt + moved;
    words[at + PARENT_ID_AT] = this.parentIdAt === 0 ? 0 : this.parentIdAt + moved;
    words[at + NAME_AT] = this.nameAt + moved;
    words[at + NAME_END] = this.nameEnd + moved;
    words[at + BATCH] = this.batches;
    words[at + CODES] = kind | (status << 8) | (traits << 16);
  }

  /** The spans since the last batch make one. */
  addBatch(resourceAt: number, resourceBytes: number, scopeAt: number): void {
    const at = this.batches++ * BATCH_WORDS;
    if (at === this.#batchWords.length) {
      const grown = new Uint32Array(2 * at);
      grown.set(this.#batchWords);
      this.#batchWords = grown;
    }
    this.#batchWords[at + RESOURCE_AT] = resourceAt;
    this.#batchWords[at + RESOURCE_BYTES] = resourceBytes;
    this.#batchWords[at + SCOPE_AT] = scopeAt;
  }

  /** The columns over `bytes`, which were written; starts over. */
  take(bytes: Uint8Array, scopeBytes: number, names: NameTable): BatchColumns {
    const parts = allocateColumns(this.spans, this.batches, this.batches);
    const services = this.#fillParts(parts, bytes, scopeBytes, names);
    for (let row = 0; row < this.spans; row++) this.#fillRow(parts, row, services, bytes, names);
    this.#startOver();
    return parts;
  }

  #startOver(): void {
    if (this.spans > KEPT_ROWS) {
      this.#words = new Uint32Array(FIRST_ROWS * ROW_WORDS);
      this.#times = new Float64Array(FIRST_ROWS * ROW_TIMES);
    }
    if (this.batches > KEPT_ROWS) this.#batchWords = new Uint32Array(FIRST_BATCHES * BATCH_WORDS);
    this.spans = this.batches = 0;
  }

  /** Answers the id of each batch's service. */
  #fillParts(
    { resources, scopes }: BatchColumns,
    bytes: Uint8Array,
    scopeBytes: number,
    names: NameTable,
  ): Uint32Array {
    const services = new Uint32Array(this.batches);
    const finder = new ServiceNameFinder();
    for (let batch = 0; batch < this.batches; batch++) {
      const at = batch * BATCH_WORDS;
      const resourceAt = this.#batchWords[at + RESOURCE_AT]!;
      const resourceBytes = this.#batchWords[at + RESOURCE_BYTES]!;
      resources.at[batch] = resourceAt;
      resources.bytes[batch] = resourceBytes;
      scopes.at[batch] = this.#batchWords[at + SCOPE_AT]!;
      scopes.bytes[batch] = scopeBytes;
      services[batch] = finder.id(bytes, resourceAt, resourceAt + resourceBytes, names);
    }
    return services;
  }

  #fillRow({ columns }: BatchColumns, row: number, services: Uint32Array, bytes: Uint8Array, names: NameTable): void {
    const words = this.#words;
    const times = this.#times;
    const at = row * ROW_WORDS;
    const timesAt = row * ROW_TIMES;
    const batch = words[at + BATCH]!;
    const codes = words[at + CODES]!;
    columns.spanStart[row] = words[at + SPAN_START]!;
    columns.spanBytes[row] = words[at + SPAN_BYTES]!;
    columns.traceIdAt[row] = words[at + TRACE_ID_AT]!;
    columns.spanIdAt[row] = words[at + TRACE_ID_AT]! + SPAN_ID_SHIFT;
    columns.parentIdAt[row] = words[at + PARENT_ID_AT]!;
    columns.startUs[row] = times[timesAt + START_US]!;
    columns.startNsRem[row] = times[timesAt + START_NS_REM]!;
    columns.durationNs[row] = times[timesAt + DURATION_NS]!;
    columns.service[row] = services[batch]!;
    columns.operation[row] = names.intern(bytes, words[at + NAME_AT]!, words[at + NAME_END]!);
    columns.kind[row] = codes;
    columns.status[row] = codes >>> 8;
    columns.traits[row] = codes >>> 16;
    columns.resource[row] = batch;
    columns.scope[row] = batch;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    const times = new Float64Array(2 * this.#times.length);
    times.set(this.#times);
    this.#times = times;
  }
}
