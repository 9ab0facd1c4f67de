// SpanBatch to jaeger.api_v2 PostSpansRequests, none longer than a limit. A process is sent once for many spans and
// with every one of few.
import type { SpanBatch } from '@spoor/core';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { AttributeEncoder } from './attribute-encoder.ts';
import { BATCH_SPAN, SPAN_PROCESS } from './fields.ts';
import { MessageSink } from './message-sink.ts';
import { NativeSpanEncoder } from './native-span-encoder.ts';
import { ProcessEncoder } from './process-encoder.ts';
import { RequestBuffer } from './request-buffer.ts';
import { groupRows, type SpanGroup } from './span-groups.ts';
import { writeSpan } from './span-translator.ts';

/** Smaller groups share a request, and each of their spans brings its process: */
const LARGE_GROUP = 16;
/** so many bytes of it at most, in all but the first of a group's spans. */
const MAX_REPEATED_BYTES = 8192;
/** A span in the native form never becomes longer than twice its bytes and these. */
const SLACK_BYTES = 256;
const NO_PROCESS: Uint8Array = new Uint8Array(0);

export interface EncodedRequest {
  readonly bytes: Uint8Array;
  /** How many are in it, at least one. */
  readonly spans: number;
}

export interface EncodedPostSpans {
  readonly requests: readonly EncodedRequest[];
  /** Spans that alone are over the limit, in none of the requests. */
  readonly tooLargeSpans: number;
}

/** Keeps its memory from batch to batch. Not for concurrent use. */
export class PostSpansEncoder {
  readonly #buffer: RequestBuffer;
  readonly #natives: NativeSpanEncoder;
  readonly #processSink: MessageSink = new MessageSink();
  readonly #processes = new ProcessEncoder(this.#processSink, new AttributeEncoder(this.#processSink));
  readonly #writer = new ProtoWriter();
  #requests: EncodedRequest[] = [];
  /** In the request that grows. */
  #spans = 0;
  #tooLargeSpans = 0;

  /** `maxBytes` of a request. */
  constructor(maxBytes: number) {
    this.#buffer = new RequestBuffer(maxBytes);
    const { sink } = this.#buffer;
    this.#natives = new NativeSpanEncoder(sink, new AttributeEncoder(sink));
  }

  /** Every span of `batch`, in its order as far as grouping by process allows. */
  encode(batch: SpanBatch): EncodedPostSpans {
    this.#requests = [];
    this.#tooLargeSpans = 0;
    const { sink } = this.#buffer;
    sink.expect(batch.bytes);
    const { groups, rows } = groupRows(batch);
    const small = groups.filter((group) => isSmall(batch, group));
    const isShared = small.length > 1;
    for (const group of groups) {
      if (!isShared || !isSmall(batch, group)) this.#request(batch, rows, group);
    }
    if (isShared) this.#sharedRequest(batch, rows, small);
    sink.expect(NO_PROCESS); // the batch may go
    return { requests: this.#requests, tooLargeSpans: this.#tooLargeSpans };
  }

  #request(batch: SpanBatch, rows: Uint32Array, group: SpanGroup): void {
    const process = this.#processOf(batch, group);
    this.#buffer.start();
    for (let i = group.first; i < group.first + group.count; i++) {
      this.#add(batch, rows[i]!, group.isNative, NO_PROCESS, process);
    }
    this.#cut(this.#buffer.sink.pos, process);
  }

  #sharedRequest(batch: SpanBatch, rows: Uint32Array, groups: readonly SpanGroup[]): void {
    this.#buffer.start();
    for (const group of groups) {
      const process = this.#processOf(batch, group);
      for (let i = group.first; i < group.first + group.count; i++) {
        this.#add(batch, rows[i]!, group.isNative, process, NO_PROCESS);
      }
    }
    this.#cut(this.#buffer.sink.pos, NO_PROCESS);
  }

  #processOf(batch: SpanBatch, { resource, isNative }: SpanGroup): Uint8Array {
    this.#processes.encode(batch, resource, isNative);
    return this.#processSink.take();
  }

  /** `own` is the process that the span brings, `shared` the one behind all spans of the request. */
  #add(batch: SpanBatch, row: number, isNative: boolean, own: Uint8Array, shared: Uint8Array): void {
    const buffer = this.#buffer;
    const { sink } = buffer;
    const start = sink.pos;
    const guess = batch.columns.spanBytes[row]! + own.length;
    sink.reserve(2 * guess + SLACK_BYTES);
    const content = sink.open(BATCH_SPAN, guess);
    this.#span(batch, row, isNative);
    if (own.length > 0) {
      sink.reserve(own.length + SLACK_BYTES);
      sink.bytes[sink.pos++] = SPAN_PROCESS;
      sink.varint(own.length);
      sink.copy(own, 0, own.length);
    }
    sink.close(content, guess);
    if (!buffer.fits(shared.length) && this.#spans > 0) this.#cut(start, shared);
    if (buffer.fits(shared.length)) this.#spans++;
    else {
      this.#tooLargeSpans++;
      buffer.start();
    }
  }

  #span(batch: SpanBatch, row: number, isNative: boolean): void {
    const { sink } = this.#buffer;
    const start = sink.pos;
    if (isNative && this.#natives.encode(batch, row)) return;
    sink.pos = start;
    this.#writer.reset();
    writeSpan(this.#writer, batch.span(row).toSpan());
    const fields = this.#writer.finish();
    sink.reserve(fields.length + SLACK_BYTES);
    sink.copy(fields, 0, fields.length);
  }

  /** Finishes the request at `end`; what is behind begins the next. Nothing for a request without spans. */
  #cut(end: number, process: Uint8Array): void {
    if (this.#spans === 0) return;
    this.#requests.push({ bytes: this.#buffer.cut(end, process), spans: this.#spans });
    this.#spans = 0;
  }
}

function isSmall({ resources }: SpanBatch, { count, resource }: SpanGroup): boolean {
  return count < LARGE_GROUP && (count - 1) * resources.bytes[resource]! <= MAX_REPEATED_BYTES;
}
