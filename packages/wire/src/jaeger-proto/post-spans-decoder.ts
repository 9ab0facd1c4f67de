// jaeger.api_v2 PostSpansRequest to SpanBatch. Spans stay in their order: neighbours with the same process share a
// resource. The first pass counts and finds the batch's own process, which usually comes last.
import type { NameTable, SpanBatch } from '@spoor/core';
import { NativeWriter } from '../native/native-writer.ts';
import { OutputBound } from '../native/output-bound.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import {
  BATCH_PROCESS,
  BATCH_SPAN,
  NO_PROCESS_SERVICE,
  PROCESS_SERVICE,
  PROCESS_TAG,
  REQUEST_BATCH,
} from './fields.ts';
import { type MessageShape, passField } from './pass-field.ts';
import { ProcessParts } from './process-parts.ts';
import { SpanDecoder } from './span-decoder.ts';
import { TagDecoder } from './tag-decoder.ts';

const REQUEST: MessageShape = { name: 'PostSpansRequest', lastField: 1 };
const BATCH: MessageShape = { name: 'Batch', lastField: 2 };
const PROCESS: MessageShape = { name: 'Process', lastField: 2 };

const NOTHING = new Uint8Array(0);

/** Keeps its memory from request to request. Not for concurrent use. */
export class PostSpansDecoder {
  readonly #names: NameTable;
  readonly #writer: NativeWriter;
  readonly #reader = new ProtoReader(NOTHING);
  readonly #tags: TagDecoder;
  readonly #bound: OutputBound;
  readonly #spans: SpanDecoder;
  readonly #batchProcess = new ProcessParts();
  /** Own process of the spans being written; absent = the batch's. */
  #process = new ProcessParts();
  /** Of the span that is next. */
  #nextProcess = new ProcessParts();
  #isOpen = false;
  #isBatchProcessRead = false;

  /** `format`: value of the tag `@jaeger@format` that every span gets; null = none. */
  constructor(names: NameTable, format: string | null) {
    this.#names = names;
    this.#writer = new NativeWriter(format);
    this.#bound = new OutputBound(this.#writer);
    this.#tags = new TagDecoder(this.#writer, this.#bound);
    this.#spans = new SpanDecoder(this.#writer, this.#tags, this.#bound);
  }

  /**
   * Keeps nothing of `bytes`. The batch is at most 4 times as long (64 KiB are allowed on top).
   * @throws TracingError PAYLOAD_MALFORMED with the offset of the first illegal byte, PAYLOAD_TOO_LARGE for too many
   * spans or too many tiny parts
   */
  decode(bytes: Uint8Array): SpanBatch {
    const start = this.#writer.mark();
    try {
      this.#read(bytes);
      return this.#writer.finish(this.#names);
    } catch (error) {
      this.#writer.rewind(start);
      throw error;
    } finally {
      this.#reader.reset(NOTHING, 0, 0);
    }
  }

  #read(bytes: Uint8Array): void {
    const r = this.#reader;
    r.reset(bytes, 0, bytes.length);
    this.#bound.begin(bytes.length);
    this.#bound.expectSpans(this.#survey(r));
    r.reset(bytes, 0, bytes.length);
    this.#isOpen = this.#isBatchProcessRead = false;
    while (r.pos < bytes.length) {
      const tag = r.tag();
      if (tag === REQUEST_BATCH) this.#batch(r, r.lengthEnd());
      else r.skip(tag);
    }
    if (this.#isOpen) this.#closeGroup(r);
    if (!this.#isBatchProcessRead) this.#checkBatchProcess(r);
  }

  /** No span has it, but a request is refused whole: a batch without spans leaves nothing. */
  #checkBatchProcess(r: ProtoReader): void {
    this.#process.clear();
    this.#writer.beginBatch();
    this.#closeGroup(r);
  }

  /** Number of spans; collects the batch's process, all parts of it should it come in several. */
  #survey(r: ProtoReader): number {
    const { end } = r;
    let spans = 0;
    this.#batchProcess.clear();
    while (r.pos < end) {
      const at = r.pos;
      const tag = r.tag();
      if (tag !== REQUEST_BATCH) {
        passField(r, tag, at, REQUEST);
        continue;
      }
      r.end = r.lengthEnd();
      while (r.pos < r.end) {
        const fieldAt = r.pos;
        const field = r.tag();
        if (field !== BATCH_SPAN && field !== BATCH_PROCESS) {
          passField(r, field, fieldAt, BATCH);
          continue;
        }
        const stop = r.lengthEnd();
        if (field === BATCH_SPAN) spans++;
        else {
          this.#batchProcess.add(r.pos, stop);
          this.#bound.hold();
        }
        r.pos = stop;
      }
      r.end = end;
    }
    return spans;
  }

  #batch(r: ProtoReader, end: number): void {
    const outer = r.end;
    r.end = end;
    while (r.pos < end) {
      const tag = r.tag();
      if (tag !== BATCH_SPAN) {
        r.skip(tag);
        continue;
      }
      this.#span(r, r.lengthEnd());
    }
    r.end = outer;
  }

  /** Written to the open group first: most spans have the process of the one before. */
  #span(r: ProtoReader, end: number): void {
    const writer = this.#writer;
    const next = this.#nextProcess;
    const { length, spans } = writer;
    const at = r.pos;
    next.clear();
    if (this.#isOpen) {
      this.#spans.read(r, end, next);
      if (next.isSame(this.#process, r.bytes)) return;
      writer.rewind({ length, spans });
      this.#closeGroup(r);
      next.clear();
      r.pos = at;
    }
    this.#nextProcess = this.#process;
    this.#process = next;
    this.#isOpen = true;
    writer.beginBatch();
    this.#spans.read(r, end, next);
  }

  #closeGroup(r: ProtoReader): void {
    const parts = this.#process.isAbsent ? this.#batchProcess : this.#process;
    const { pos, end } = r;
    this.#isBatchProcessRead ||= parts === this.#batchProcess;
    this.#writer.beginProcess();
    if (parts.isAbsent) this.#writer.serviceNameText(NO_PROCESS_SERVICE);
    else this.#writeProcess(r, parts);
    this.#writer.endBatch();
    this.#bound.check();
    r.pos = pos;
    r.end = end;
    this.#isOpen = false;
  }

  /** The name first, then the tags of all parts. That of the batch is read for every group that has it. */
  #writeProcess(r: ProtoReader, parts: ProcessParts): void {
    const { bytes } = r;
    this.#bound.readAgain(parts.bytes);
    let nameAt = 0;
    let nameEnd = 0;
    for (let part = 0; part < parts.count; part++) {
      r.reset(bytes, parts.start(part), parts.end(part));
      while (r.pos < r.end) {
        const at = r.pos;
        const tag = r.tag();
        if (tag !== PROCESS_SERVICE && tag !== PROCESS_TAG) {
          passField(r, tag, at, PROCESS);
          continue;
        }
        const stop = r.lengthEnd();
        if (tag === PROCESS_SERVICE) [nameAt, nameEnd] = [r.pos, stop];
        r.pos = stop;
      }
    }
    this.#writer.serviceName(bytes, nameAt, nameEnd);
    for (let part = 0; part < parts.count; part++) {
      r.reset(bytes, parts.start(part), parts.end(part));
      while (r.pos < r.end) {
        const tag = r.tag();
        if (tag === PROCESS_TAG) this.#tags.read(r, r.lengthEnd());
        else r.skip(tag);
      }
    }
  }
}
