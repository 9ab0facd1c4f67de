// The attributes of a Zipkin v1 span. A name that comes twice has its last value, as in Jaeger.
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import type { TextRange } from './text-range.ts';

/** Up to so many names are compared one by one. */
const FEW = 24;
/** Memory that one large span made larger than this is not kept. */
const KEPT = 1024;

/** Reused from span to span. The arrays have an entry an attribute. */
export class V1Attributes {
  /** Takes the attributes as fields of a Span, each after `add`. */
  readonly fields: ProtoWriter = new ProtoWriter(1024);
  #starts: number[] = [];
  #isStale: boolean[] = [];
  #keys: Uint8Array[] = [];
  #keyStarts: number[] = [];
  #keyEnds: number[] = [];
  #length = 0;
  /** Which attribute each name means, once there are more than a few. */
  readonly #byName = new Map<string, number>();

  clear(): void {
    this.fields.reset();
    if (this.#length > FEW) this.#byName.clear();
    if (this.#length > KEPT) {
      this.#starts = [];
      this.#isStale = [];
      this.#keys = [];
      this.#keyStarts = [];
      this.#keyEnds = [];
    }
    this.#length = 0;
  }

  /** The attribute that is written next has this name, whose bytes must not change until `clear`. */
  add(key: TextRange): void {
    const row = this.#length++;
    const before = row < FEW ? this.#find(key, row) : this.#findByName(key, row);
    if (before >= 0) this.#isStale[before] = true;
    this.#starts[row] = this.fields.length;
    this.#isStale[row] = false;
    this.#keys[row] = key.bytes;
    this.#keyStarts[row] = key.start;
    this.#keyEnds[row] = key.end;
  }

  writeTo(body: ProtoWriter): void {
    const fields = this.fields.written();
    for (let row = 0; row < this.#length; row++) {
      const end = row + 1 < this.#length ? this.#starts[row + 1]! : fields.length;
      if (!this.#isStale[row]!) body.raw(fields, this.#starts[row]!, end);
    }
  }

  /** -1 = none. */
  #find(key: TextRange, rows: number): number {
    for (let row = 0; row < rows; row++) if (!this.#isStale[row]! && this.#isNamed(row, key)) return row;
    return -1;
  }

  #findByName(key: TextRange, row: number): number {
    const names = this.#byName;
    if (names.size === 0) for (let known = 0; known < row; known++) names.set(this.#nameOf(known), known);
    const name = latin1(key.bytes, key.start, key.end);
    const before = names.get(name) ?? -1;
    names.set(name, row);
    return before;
  }

  #isNamed(row: number, key: TextRange): boolean {
    const start = this.#keyStarts[row]!;
    if (this.#keyEnds[row]! - start !== key.length) return false;
    const bytes = this.#keys[row]!;
    for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key.bytes[key.start + i]) return false;
    return true;
  }

  #nameOf(row: number): string {
    return latin1(this.#keys[row]!, this.#keyStarts[row]!, this.#keyEnds[row]!);
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
