import type { JsonReader } from '../json/json-reader.ts';

const NOTHING = new Uint8Array(0);

/** Bytes that are looked at later; reused from text to text. */
export class TextRange {
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;

  get length(): number {
    return this.end - this.start;
  }

  clear(): void {
    this.start = this.end = 0;
  }

  set(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The string that the reader read last; a copy when it had escapes, as the next such one overwrites it. */
  take(reader: JsonReader): void {
    if (reader.text === reader.bytes) this.set(reader.bytes, reader.textStart, reader.textEnd);
    else this.set(reader.text.slice(reader.textStart, reader.textEnd), 0, reader.textEnd - reader.textStart);
  }

  /** Bytes that are not UTF-8 come out as U+FFFD. */
  toString(): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.start, this.length).toString();
  }

  /** For short texts that are compared with ASCII only. */
  is(text: string): boolean {
    if (this.length !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.start + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}
