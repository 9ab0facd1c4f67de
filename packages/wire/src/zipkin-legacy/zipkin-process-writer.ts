// The process of a run of Zipkin spans into the native writer: service, address, and the tags that Jaeger's
// first clients sent on every span.
import { structListSize } from '../jaeger-thrift/struct-list.ts';
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { BinaryAnnotationReader } from './binary-annotation-reader.ts';
import { writeTag } from './binary-annotation-writer.ts';
import { isText, PROCESS_TAGS, type ProcessTag, TAG_IP } from './known-texts.ts';
import type { ZipkinSpan } from './zipkin-span.ts';

/** Of spans none of whose hosts has a name. */
const UNKNOWN_SERVICE = 'unknown-service-name';

export class ZipkinProcessWriter {
  readonly #w: NativeWriter;
  readonly #tag = new BinaryAnnotationReader();
  #nameAt = 0;
  #nameEnd = 0;
  #ipv4 = 0;
  /** -1 = no process tags. */
  #tagsAt = -1;

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** Notes the process of `span`, the first of its run. */
  note(span: ZipkinSpan): void {
    this.#nameAt = span.service.nameAt;
    this.#nameEnd = span.service.nameEnd;
    this.#ipv4 = span.service.ipv4;
    this.#tagsAt = span.hasProcessTag ? span.tagsAt : -1;
  }

  /** Ends the batch of the run with its process. The cursor is left where it was. */
  write(r: ThriftReader): void {
    const w = this.#w;
    const end = r.pos;
    w.beginProcess();
    if (this.#nameEnd === this.#nameAt) w.serviceNameText(UNKNOWN_SERVICE);
    else w.serviceName(r.bytes, this.#nameAt, this.#nameEnd);
    const [hostname, ...versions] = PROCESS_TAGS;
    this.#tagsOf(r, [hostname!]);
    // Jaeger widens the signed address: those from 128.0.0.0 on are negative.
    if (this.#ipv4 !== 0) w.intTag(TAG_IP, 0, TAG_IP.length, this.#ipv4 >>> 0, this.#ipv4 < 0 ? 0xffff_ffff : 0);
    this.#tagsOf(r, versions);
    w.endBatch();
    r.pos = end;
  }

  #tagsOf(r: ThriftReader, wanted: readonly ProcessTag[]): void {
    const tag = this.#tag;
    if (this.#tagsAt < 0) return;
    r.pos = this.#tagsAt;
    for (let left = structListSize(r); left > 0; left--) {
      tag.read(r);
      const found = wanted.find(({ key }) => isText(r.bytes, tag.keyAt, tag.keyEnd, key));
      if (found !== undefined) writeTag(r.bytes, tag, found.name, this.#w);
    }
  }
}
