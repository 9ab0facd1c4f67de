// One Zipkin span into the native writer; a span of both sides of a call becomes two with one id.
import { structListSize } from '../jaeger-thrift/struct-list.ts';
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { CLIENT_RECEIVE, CLIENT_SEND, NO_ROLE, SERVER_RECEIVE, SERVER_SEND } from './annotation-reader.ts';
import { writeLog } from './annotation-writer.ts';
import { TYPE_BOOL } from './binary-annotation-reader.ts';
import { writeSpanTag } from './binary-annotation-writer.ts';
import { errorOf, isTextOfAnyCase, KEY_ERROR, processTagOf, TAG_ERROR_MESSAGE } from './known-texts.ts';
import { isClient, kindOf, SpanTimes } from './span-times.ts';
import { NO_TIME, type ZipkinSpan } from './zipkin-span.ts';

const FLAG_DEBUG = 2;

export class ZipkinSpanWriter {
  readonly #w: NativeWriter;
  readonly #times = new SpanTimes();

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** The span that was read last. The cursor is left where it was. */
  write(r: ThriftReader, span: ZipkinSpan): void {
    const times = this.#times;
    times.of(span);
    this.#begin(r.bytes, span);
    const end = r.pos;
    this.#tags(r, span);
    if (times.negativeUs !== 0) this.#w.tagOf('errNegativeDuration', BigInt(times.negativeUs).toString());
    if (span.hasParent && !hasRealParent(span)) this.#w.tagOf('errZeroParentID', '0');
    if (span.hasErrorMessage) this.#errorMessages(r, span);
    this.#kind(kindOf(span.firstRole));
    this.#logs(r, span);
    r.pos = end;
    this.#w.endSpan();
    if (span.coreUs[CLIENT_SEND] !== NO_TIME && span.coreUs[SERVER_RECEIVE] !== NO_TIME) this.#otherSide(r, span);
  }

  /** Everything but tags and logs, for either side. */
  #begin(bytes: Uint8Array, span: ZipkinSpan): void {
    const w = this.#w;
    const { ids } = span;
    w.beginSpan();
    w.traceId(ids[0]!, ids[1]!, ids[2]!, ids[3]!);
    w.spanId(ids[4]!, ids[5]!);
    w.parentId(ids[6]!, ids[7]!);
    w.operation(bytes, span.nameAt, span.nameEnd);
    w.flags(span.isDebug ? FLAG_DEBUG : 0);
    w.startMicros(this.#times.startUs);
    w.durationMicros(this.#times.durationUs);
  }

  #otherSide(r: ThriftReader, span: ZipkinSpan): void {
    const isServer = isClient(span.firstRole);
    if (isServer) this.#times.between(span, SERVER_RECEIVE, SERVER_SEND);
    else this.#times.between(span, CLIENT_SEND, CLIENT_RECEIVE);
    this.#begin(r.bytes, span);
    this.#kind(isServer ? 'server' : 'client');
    this.#w.endSpan();
  }

  #kind(kind: string | null): void {
    if (kind !== null) this.#w.tagOf('span.kind', kind);
  }

  #tags(r: ThriftReader, span: ZipkinSpan): void {
    const { tag } = span;
    if (span.tagsAt < 0) return;
    r.pos = span.tagsAt;
    for (let left = structListSize(r); left > 0; left--) {
      tag.read(r);
      const isOfProcess = span.hasProcessTag && processTagOf(r.bytes, tag.keyAt, tag.keyEnd) !== undefined;
      if (!isOfProcess) writeSpanTag(r.bytes, tag, this.#w);
    }
  }

  /** Why it failed, after all other tags. */
  #errorMessages(r: ThriftReader, span: ZipkinSpan): void {
    const { tag } = span;
    r.pos = span.tagsAt;
    for (let left = structListSize(r); left > 0; left--) {
      tag.read(r);
      const { keyAt, keyEnd, valueAt, valueEnd } = tag;
      if (tag.type === TYPE_BOOL || !isTextOfAnyCase(r.bytes, keyAt, keyEnd, KEY_ERROR)) continue;
      if (errorOf(r.bytes, valueAt, valueEnd) !== 'message') continue;
      this.#w.textTagOf(TAG_ERROR_MESSAGE, r.bytes, valueAt, valueEnd);
    }
  }

  /** Core annotations and those without a value are none. */
  #logs(r: ThriftReader, span: ZipkinSpan): void {
    const { annotation } = span;
    if (span.annotationsAt < 0) return;
    r.pos = span.annotationsAt;
    for (let left = structListSize(r); left > 0; left--) {
      annotation.read(r);
      if (annotation.role !== NO_ROLE || annotation.valueEnd === annotation.valueAt) continue;
      writeLog(r.bytes, annotation, this.#w);
    }
  }
}

function hasRealParent({ ids }: ZipkinSpan): boolean {
  return (ids[6]! | ids[7]!) !== 0;
}
