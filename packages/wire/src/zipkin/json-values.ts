// What Go's encoding/json takes for the fields of a Zipkin span: `null` is as good as no member at all, numbers
// are not quoted, and nothing is converted.
import { CLOSE_LIST, CLOSE_OBJECT, type JsonReader, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../json/json-reader.ts';
import { MemberFinder, type MemberName } from '../json/member-finder.ts';
import { NumberReader } from '../json/number-reader.ts';

/** Bound to one payload. */
export class JsonValues<M> {
  readonly reader: JsonReader;
  readonly numbers: NumberReader;
  readonly #names: MemberFinder<M>;
  /** Of the member that was found last; for `member`. */
  #slot = 0;

  /** `types`: per type of object its members. */
  constructor(reader: JsonReader, types: readonly (readonly MemberName<M>[])[]) {
    this.reader = reader;
    this.numbers = new NumberReader(reader);
    this.#names = new MemberFinder(reader.bytes, types);
  }

  /** True when an object with members was opened; false for an empty one and for null. */
  openObject(): boolean {
    return this.#open(OPEN_OBJECT, CLOSE_OBJECT, 'an object');
  }

  openList(): boolean {
    return this.#open(OPEN_LIST, CLOSE_LIST, 'a list');
  }

  /** The whole payload: a list of what `element` reads. */
  document(element: () => void): void {
    const { reader } = this;
    if (reader.peek() !== OPEN_LIST) throw reader.unexpected('a list of spans');
    if (this.openList()) {
      do element();
      while (reader.more(CLOSE_LIST));
    }
    if (reader.peek() !== -1) throw reader.unexpected('the end');
  }

  /** Reads the next member's name and colon; what it means, null for an unknown one. `slot` is what `slotAfter` said. */
  member(type: number, slot: number): M | null {
    const { reader } = this;
    if (reader.bytes[reader.pos] !== QUOTE && reader.peek() !== QUOTE) throw reader.unexpected('a member name');
    let member = this.#names.find(type, slot, reader.pos + 1);
    if (member !== null) {
      reader.pos = this.#names.end;
      this.#slot = this.#names.slot;
    } else {
      this.#slot = slot;
      reader.string();
      if (reader.text !== reader.bytes) {
        member = this.#names.findText(type, reader.text, reader.textStart, reader.textEnd);
      }
    }
    reader.colon();
    return member;
  }

  /** For the next call of `member` in the same object; 0 = its first. */
  get slotAfter(): number {
    return this.#slot;
  }

  /** True with the string in the reader's `text`; false for null. */
  text(): boolean {
    const { reader } = this;
    if (reader.bytes[reader.pos] !== QUOTE && reader.peek() !== QUOTE && reader.takeNull()) return false;
    reader.string();
    return true;
  }

  bool(): boolean {
    return this.reader.takeNull() ? false : this.reader.bool();
  }

  /** Leaves an unsigned 64-bit number in `numbers`; false for null. */
  unsigned64(): boolean {
    if (!this.#isNumber()) return false;
    this.numbers.unsigned64();
    return true;
  }

  signed64(): boolean {
    if (!this.#isNumber()) return false;
    this.numbers.signed64();
    return true;
  }

  /** 0 for null. */
  port(): number {
    const { reader } = this;
    if (!this.#isNumber()) return 0;
    const at = reader.pos;
    const port = this.numbers.unsigned32();
    if (port > 65_535) throw reader.fail('expected a port up to 65535', at);
    return port;
  }

  #isNumber(): boolean {
    const { reader } = this;
    if (reader.peek() === QUOTE) throw reader.unexpected('a number');
    return !reader.takeNull();
  }

  #open(open: number, close: number, what: string): boolean {
    const { reader } = this;
    if (reader.peek() !== open) {
      if (reader.takeNull()) return false;
      throw reader.unexpected(what);
    }
    reader.pos++;
    return !reader.take(close);
  }
}
