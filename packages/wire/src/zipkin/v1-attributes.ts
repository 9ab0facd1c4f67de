// The attributes of a Zipkin v1 span. A name that comes twice has its last value, as in Jaeger.
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import type { TextRange } from './text-range.ts';

/** Up to so many names are compared one by one. */
const FEW = 24;
/** Of the names beyond so many in one span, which no sender has, all values are kept. */
const MANY = 10_000;
const FIRST_ROWS = 64;
/** Memory of a larger span is not kept for the next one. */
const KEPT_BYTES = 256 * 1024;

/** Reused from span to span. */
export class V1Attributes {
  /** Takes the attributes as fields of a Span, each after `add`. */
  readonly fields: ProtoWriter = new ProtoWriter(1024);
  /** Where each begins; the complement of it once a later one has taken its name. */
  #starts = new Int32Array(FIRST_ROWS);
  #length = 0;
  /** Which attribute each name means, once there are more than a few. */
  readonly #byName = new Map<string, number>();
  readonly #reader: ProtoReader = new ProtoReader(new Uint8Array(0));

  clear(): void {
    this.fields.restart(0, KEPT_BYTES);
    if (this.#starts.length > KEPT_BYTES) this.#starts = new Int32Array(FIRST_ROWS);
    if (this.#byName.size > 0) this.#byName.clear();
    this.#length = 0;
  }

  /** The attribute that is written next has this name. */
  add(key: TextRange): void {
    const row = this.#length++;
    if (row >= this.#starts.length) this.#grow();
    const before = row < FEW ? this.#find(key, row) : this.#findByName(key, row);
    if (before >= 0) this.#starts[before] = ~this.#starts[before]!;
    this.#starts[row] = this.fields.length;
  }

  writeTo(body: ProtoWriter): void {
    const fields = this.fields.written();
    for (let row = 0; row < this.#length; row++) {
      const start = this.#starts[row]!;
      const next = row + 1 < this.#length ? this.#starts[row + 1]! : fields.length;
      if (start >= 0) body.raw(fields, start, next < 0 ? ~next : next);
    }
  }

  /** -1 = none. */
  #find(key: TextRange, rows: number): number {
    const fields = this.fields.written();
    for (let row = 0; row < rows; row++) {
      if (this.#starts[row]! >= 0 && this.#isNamed(fields, row, key)) return row;
    }
    return -1;
  }

  #findByName(key: TextRange, row: number): number {
    const names = this.#byName;
    if (names.size === 0) this.#collectNames(row);
    const name = latin1(key.bytes, key.start, key.end);
    const before = names.get(name) ?? -1;
    if (before >= 0 || names.size < MANY) names.set(name, row);
    return before;
  }

  #collectNames(rows: number): void {
    const fields = this.fields.written();
    for (let row = 0; row < rows; row++) {
      if (this.#starts[row]! < 0) continue;
      const end = this.#keyEnd(fields, row);
      this.#byName.set(latin1(fields, this.#reader.pos, end), row);
    }
  }

  #isNamed(fields: Uint8Array, row: number, key: TextRange): boolean {
    const end = this.#keyEnd(fields, row);
    const { pos } = this.#reader;
    if (end - pos !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (fields[pos + i] !== key.bytes[key.start + i]) return false;
    return true;
  }

  /** Of the row's name; it begins where the reader is. */
  #keyEnd(fields: Uint8Array, row: number): number {
    const reader = this.#reader;
    reader.reset(fields, this.#starts[row]!, fields.length);
    reader.tag();
    reader.lengthEnd();
    reader.tag();
    return reader.lengthEnd();
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#starts.length);
    grown.set(this.#starts);
    this.#starts = grown;
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
