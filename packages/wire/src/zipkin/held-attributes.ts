// The attributes that a span brought for its resource, as those of the resource. They are compared as bytes:
// senders write what all their spans share in one order and one form.
import { ProtoReader } from '../protobuf/proto-reader.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';

const RESOURCE_ATTRIBUTES = 1;
const SERVICE_NAME = new TextEncoder().encode('service.name');
/** Tag and length of a KeyValue's key that is `service.name`. */
const KEY_HEAD_BYTES = 2;

export class HeldAttributes {
  readonly #head: Uint8Array;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #reader: ProtoReader;
  #nameEnd = 0;
  /** What the resource says, a KeyValue each, once someone needs to look one up. */
  #known: ReadonlySet<string> | null = null;

  /** `head`: the resource's own attributes as its fields; [start, end) of `bytes`: the span's, as fields of a span. */
  constructor(head: Uint8Array, bytes: Uint8Array, start: number, end: number) {
    this.#head = head;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#reader = new ProtoReader(bytes);
  }

  /** The fields of the Resource. A `service.name` among the held ones is the name, as in Jaeger. */
  writeResource(out: ProtoWriter): void {
    const name = this.#findName();
    if (name < 0) out.raw(this.#head, 0, this.#head.length);
    else out.range(RESOURCE_ATTRIBUTES, this.#bytes, name, this.#nameEnd);
    const reader = this.#reader;
    reader.reset(this.#bytes, this.#start, this.#end);
    while (reader.pos < this.#end) {
      reader.tag();
      const end = reader.lengthEnd();
      if (reader.pos !== name) out.range(RESOURCE_ATTRIBUTES, this.#bytes, reader.pos, end);
      reader.pos = end;
    }
  }

  /** Whether a span brought exactly these. */
  isSame(start: number, end: number): boolean {
    const length = end - start;
    if (length === 0 || start === this.#start) return true;
    if (length !== this.#end - this.#start) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[start + i] !== this.#bytes[this.#start + i]) return false;
    return true;
  }

  /** Of a span's held attributes those that the resource does not say, as fields of the span. */
  writeOthers(out: ProtoWriter, start: number, end: number): void {
    this.#known ??= this.#texts();
    const reader = this.#reader;
    reader.reset(this.#bytes, start, end);
    while (reader.pos < end) {
      const at = reader.pos;
      reader.tag();
      const next = reader.lengthEnd();
      if (!this.#known.has(textOf(this.#bytes, reader.pos, next))) out.raw(this.#bytes, at, next);
      reader.pos = next;
    }
  }

  /** Offset of the last KeyValue named service.name, its end in `#nameEnd`; -1 = none. */
  #findName(): number {
    const reader = this.#reader;
    let found = -1;
    reader.reset(this.#bytes, this.#start, this.#end);
    while (reader.pos < this.#end) {
      reader.tag();
      const end = reader.lengthEnd();
      if (isServiceName(this.#bytes, reader.pos)) {
        found = reader.pos;
        this.#nameEnd = end;
      }
      reader.pos = end;
    }
    return found;
  }

  #texts(): ReadonlySet<string> {
    const texts = new Set<string>();
    for (const [bytes, start, end] of [
      [this.#head, 0, this.#head.length],
      [this.#bytes, this.#start, this.#end],
    ] as const) {
      const reader = new ProtoReader(bytes, start, end);
      while (reader.pos < end) {
        reader.tag();
        const next = reader.lengthEnd();
        texts.add(textOf(bytes, reader.pos, next));
        reader.pos = next;
      }
    }
    return texts;
  }
}

function isServiceName(bytes: Uint8Array, keyValueAt: number): boolean {
  if (bytes[keyValueAt + 1] !== SERVICE_NAME.length) return false;
  const at = keyValueAt + KEY_HEAD_BYTES;
  return SERVICE_NAME.every((byte, i) => bytes[at + i] === byte);
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
