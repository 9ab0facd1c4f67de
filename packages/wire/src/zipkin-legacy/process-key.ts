// Tells whether a span has the process of the span before it, so that a run of them shares one.
import { structListSize } from '../jaeger-thrift/struct-list.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { processTagOf } from './known-texts.ts';
import type { ZipkinSpan } from './zipkin-span.ts';

const FIRST_BYTES = 256;
/** Numbers in front of the texts, so that no two processes have one key. */
const HEAD_BYTES = 8;

export class ProcessKey {
  #key = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #next = new Uint8Array(FIRST_BYTES);
  #nextLength = 0;

  /** Forgets the span before. */
  reset(): void {
    this.#length = 0;
  }

  /** Whether the process is another one than last time. The cursor is left where it was. */
  isNew(r: ThriftReader, span: ZipkinSpan): boolean {
    const { nameAt, nameEnd, ipv4 } = span.service;
    this.#nextLength = 0;
    this.#put(r.bytes, nameAt, nameEnd, ipv4);
    if (span.hasProcessTag) this.#putTags(r, span);
    const key = this.#next;
    const length = this.#nextLength;
    if (length === this.#length && Buffer.compare(key.subarray(0, length), this.#key.subarray(0, length)) === 0) {
      return false;
    }
    this.#next = this.#key;
    this.#key = key;
    this.#length = length;
    return true;
  }

  #putTags(r: ThriftReader, span: ZipkinSpan): void {
    const { tag } = span;
    const end = r.pos;
    r.pos = span.tagsAt;
    for (let left = structListSize(r); left > 0; left--) {
      tag.read(r);
      if (processTagOf(r.bytes, tag.keyAt, tag.keyEnd) === undefined) continue;
      this.#put(r.bytes, tag.keyAt, tag.keyEnd, tag.type);
      this.#put(r.bytes, tag.valueAt, tag.valueEnd, tag.type);
    }
    r.pos = end;
  }

  #put(bytes: Uint8Array, at: number, end: number, number: number): void {
    const length = end - at;
    if (this.#nextLength + HEAD_BYTES + length > this.#next.length) this.#grow(HEAD_BYTES + length);
    const view = new DataView(this.#next.buffer, this.#nextLength);
    view.setUint32(0, length);
    view.setInt32(4, number);
    this.#next.set(bytes.subarray(at, end), this.#nextLength + HEAD_BYTES);
    this.#nextLength += HEAD_BYTES + length;
  }

  #grow(count: number): void {
    const grown = new Uint8Array(2 * (this.#nextLength + count));
    grown.set(this.#next.subarray(0, this.#nextLength));
    this.#next = grown;
  }
}
