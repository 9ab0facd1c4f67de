// A list of zipkincore spans into the native writer, as jaeger-agent and old collectors turn Zipkin spans into
// Jaeger's: core annotations become kind and times, the rest logs. Unlike there, a span without a service name
// does not lose its whole list.
import { TRAIT_ZIPKIN } from '@spoor/core';
import { structListSize } from '../jaeger-thrift/struct-list.ts';
import type { NativeWriter } from '../native/native-writer.ts';
import { OutputBound } from '../native/output-bound.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { ProcessKey } from './process-key.ts';
import { ZipkinProcessWriter } from './zipkin-process-writer.ts';
import { ZipkinSpan } from './zipkin-span.ts';
import { ZipkinSpanWriter } from './zipkin-span-writer.ts';

export class ZipkinBatchDriver {
  readonly #w: NativeWriter;
  readonly #bound: OutputBound;
  readonly #span = new ZipkinSpan();
  readonly #key = new ProcessKey();
  readonly #spans: ZipkinSpanWriter;
  readonly #process: ZipkinProcessWriter;

  constructor(w: NativeWriter) {
    this.#w = w;
    this.#bound = new OutputBound(w);
    this.#spans = new ZipkinSpanWriter(w);
    this.#process = new ZipkinProcessWriter(w);
  }

  /** The list at the cursor: one batch for each run of spans of one process. */
  copy(r: ThriftReader): void {
    let isOpen = false;
    this.#bound.begin(r.end - r.pos);
    this.#key.reset();
    for (let left = structListSize(r); left > 0; left--) {
      this.#span.read(r);
      if (this.#key.isNew(r, this.#span)) {
        if (isOpen) this.#process.write(r);
        this.#w.beginBatch(TRAIT_ZIPKIN);
        this.#process.note(this.#span);
        isOpen = true;
      }
      this.#spans.write(r, this.#span);
      this.#bound.check();
    }
    if (isOpen) this.#process.write(r);
  }
}
