// Merged Resources and Scopes have no place in the request's own bytes. They are appended to them, each as
// an unknown field, so that the batch's bytes stay a TracesData message with the same meaning.
import { ProtoWriter } from '../protobuf/proto-writer.ts';

/** A field that TracesData does not have and every decoder passes over. */
const UNUSED_FIELD = 15;

export class MergedTail {
  readonly #headBytes: number;
  #writer: ProtoWriter | null = null;

  /** `head` is the request. */
  constructor(head: Uint8Array) {
    this.#headBytes = head.length;
  }

  /** The offset at which `merged` will be in the batch's bytes. */
  add(merged: Uint8Array): number {
    this.#writer ??= new ProtoWriter();
    this.#writer.bytes(UNUSED_FIELD, merged);
    return this.#headBytes + this.#writer.length - merged.length;
  }

  /** `head` itself when nothing was merged. */
  appendTo(head: Uint8Array): Uint8Array {
    if (this.#writer === null) return head;
    const tail = this.#writer.finish();
    const joined = new Uint8Array(head.length + tail.length);
    joined.set(head);
    joined.set(tail, head.length);
    return joined;
  }
}
