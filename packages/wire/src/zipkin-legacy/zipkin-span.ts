// zipkincore Span, read once: its own fields, what its annotations say together, and where the two lists
// stand, to be read again when the span is written. Nothing is kept per annotation, however many there are.
import { signed64 } from '../jaeger-thrift/signed64.ts';
import { structListSize } from '../jaeger-thrift/struct-list.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { BOOL, fieldOf, I64, LIST, STRING } from '../thrift/thrift-types.ts';
import { AnnotationReader, CORE_ROLES, NO_ROLE } from './annotation-reader.ts';
import { BinaryAnnotationReader, TYPE_BOOL } from './binary-annotation-reader.ts';
import { errorOf, isText, isTextOfAnyCase, KEY_ERROR, KEY_LOCAL_COMPONENT, processTagOf } from './known-texts.ts';
import { RANK_ANNOTATION, RANK_CORE, RANK_LOCAL_COMPONENT, RANK_TAG, ServiceHost } from './service-host.ts';

const TRACE_ID = fieldOf(1, I64);
const NAME = fieldOf(3, STRING);
const ID = fieldOf(4, I64);
const PARENT_ID = fieldOf(5, I64);
const ANNOTATIONS = fieldOf(6, LIST);
const BINARY_ANNOTATIONS = fieldOf(8, LIST);
const DEBUG = fieldOf(9, BOOL);
const TIMESTAMP = fieldOf(10, I64);
const DURATION = fieldOf(11, I64);
const TRACE_ID_HIGH = fieldOf(12, I64);

/** Absent times; no sender means this one. */
export const NO_TIME: number = Number.NEGATIVE_INFINITY;

/** One span after another. */
export class ZipkinSpan {
  /** Four words of the trace id, two of the span's, two of the parent's; most significant first. */
  readonly ids: Uint32Array = new Uint32Array(8);
  hasParent = false;
  nameAt = 0;
  nameEnd = 0;
  isDebug = false;
  /** µs; NO_TIME = absent. */
  timestampUs: number = NO_TIME;
  durationUs: number = NO_TIME;
  /** Of the first annotation of each core role, µs; NO_TIME = there is none. */
  readonly coreUs: Float64Array = new Float64Array(CORE_ROLES);
  /** The role of the first core annotation. */
  firstRole: number = NO_ROLE;
  annotations = 0;
  firstAnnotationUs = 0;
  lastAnnotationUs = 0;
  /** Offsets of the lists; -1 = absent. */
  annotationsAt = -1;
  tagsAt = -1;
  hasProcessTag = false;
  hasErrorMessage = false;
  readonly service: ServiceHost = new ServiceHost();
  readonly annotation: AnnotationReader = new AnnotationReader();
  readonly tag: BinaryAnnotationReader = new BinaryAnnotationReader();

  /** The struct at the cursor. */
  read(r: ThriftReader): void {
    this.#reset();
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) this.#field(r, field);
    r.endStruct(mark);
  }

  #reset(): void {
    this.ids.fill(0);
    this.hasParent = this.isDebug = this.hasProcessTag = this.hasErrorMessage = false;
    this.nameAt = this.nameEnd = this.annotations = 0;
    this.timestampUs = this.durationUs = NO_TIME;
    this.coreUs.fill(NO_TIME);
    this.firstRole = NO_ROLE;
    this.annotationsAt = this.tagsAt = -1;
    this.service.reset();
  }

  #field(r: ThriftReader, field: number): void {
    if (field === TRACE_ID) this.#id(r, 2);
    else if (field === TRACE_ID_HIGH) this.#id(r, 0);
    else if (field === ID) this.#id(r, 4);
    else if (field === PARENT_ID) {
      this.#id(r, 6);
      this.hasParent = true;
    } else if (field === NAME) {
      this.nameEnd = r.stringEnd();
      this.nameAt = r.pos;
      r.pos = this.nameEnd;
    } else if (field === DEBUG) this.isDebug = r.bool();
    else if (field === TIMESTAMP) this.timestampUs = signed64(r);
    else if (field === DURATION) this.durationUs = signed64(r);
    else if (field === ANNOTATIONS) this.#annotations(r);
    else if (field === BINARY_ANNOTATIONS) this.#tags(r);
    else r.skip(field);
  }

  #id(r: ThriftReader, word: number): void {
    r.int64();
    this.ids[word] = r.hi;
    this.ids[word + 1] = r.lo;
  }

  #annotations(r: ThriftReader): void {
    const { annotation } = this;
    this.annotationsAt = r.pos;
    for (let left = structListSize(r); left > 0; left--) {
      annotation.read(r);
      if (this.annotations === 0) this.firstAnnotationUs = annotation.timeUs;
      this.annotations++;
      this.lastAnnotationUs = annotation.timeUs;
      if (annotation.role !== NO_ROLE) this.#core(annotation.role, annotation.timeUs);
      if (!annotation.hasHost) continue;
      this.service.offer(annotation.role === NO_ROLE ? RANK_ANNOTATION : RANK_CORE, annotation.host);
    }
  }

  #core(role: number, timeUs: number): void {
    if (this.coreUs[role] === NO_TIME) this.coreUs[role] = timeUs;
    if (this.firstRole === NO_ROLE) this.firstRole = role;
  }

  #tags(r: ThriftReader): void {
    const { tag } = this;
    this.tagsAt = r.pos;
    for (let left = structListSize(r); left > 0; left--) {
      tag.read(r);
      const { keyAt, keyEnd } = tag;
      if (tag.hasHost) {
        const isLocal = isText(r.bytes, keyAt, keyEnd, KEY_LOCAL_COMPONENT);
        this.service.offer(isLocal ? RANK_LOCAL_COMPONENT : RANK_TAG, tag.host);
      }
      if (processTagOf(r.bytes, keyAt, keyEnd) !== undefined) this.hasProcessTag = true;
      else if (this.#isErrorMessage(r.bytes)) this.hasErrorMessage = true;
    }
  }

  #isErrorMessage(bytes: Uint8Array): boolean {
    const { keyAt, keyEnd, valueAt, valueEnd, type } = this.tag;
    if (type === TYPE_BOOL || !isTextOfAnyCase(bytes, keyAt, keyEnd, KEY_ERROR)) return false;
    return errorOf(bytes, valueAt, valueEnd) === 'message';
  }
}
