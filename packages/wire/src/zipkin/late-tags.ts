// Tags of the span being read whose meaning other parts of it decide. Of several with one name the last counts.
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { CODES } from './tag-names.ts';
import type { TextRange } from './text-range.ts';

export class LateTags {
  readonly #values: ProtoWriter = new ProtoWriter(512);
  /** Index = code of the tag. */
  readonly #starts: Int32Array = new Int32Array(CODES);
  readonly #ends: Int32Array = new Int32Array(CODES);
  /** Bit = code. */
  #present = 0;

  clear(): void {
    this.#present = 0;
    this.#values.reset();
  }

  get isEmpty(): boolean {
    return this.#present === 0;
  }

  has(code: number): boolean {
    return (this.#present & (1 << code)) !== 0;
  }

  add(code: number, value: TextRange): void {
    this.#present |= 1 << code;
    this.#starts[code] = this.#values.length;
    this.#values.raw(value.bytes, value.start, value.end);
    this.#ends[code] = this.#values.length;
  }

  /** The value, good until the next `add`. */
  read(code: number, into: TextRange): void {
    into.set(this.#values.written(), this.#starts[code]!, this.#ends[code]!);
  }
}
