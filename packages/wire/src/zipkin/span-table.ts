// Where the spans of a payload are in the buffer they were written to, and which one follows in their group.

const START = 0;
const HELD = 1;
const END = 2;
const NEXT = 3;
const DEBUG = 4;
/** Numbers a span. */
const STRIDE = 5;
const FIRST_ROWS = 128;
/** Memory of a larger payload is not kept for the next one. */
const KEPT_ROWS = 16_384;

export class SpanTable {
  #numbers = new Uint32Array(STRIDE * FIRST_ROWS);
  #rows = 0;
  #hasDebug = false;

  get length(): number {
    return this.#rows;
  }

  /** Whether any span is marked. */
  get hasDebug(): boolean {
    return this.#hasDebug;
  }

  clear(): void {
    if (this.#numbers.length > STRIDE * KEPT_ROWS) this.#numbers = new Uint32Array(STRIDE * FIRST_ROWS);
    this.#rows = 0;
    this.#hasDebug = false;
  }

  begin(at: number): void {
    const offset = this.#rows * STRIDE;
    if (offset + STRIDE > this.#numbers.length) this.#grow();
    this.#numbers[offset + START] = at;
    this.#numbers[offset + HELD] = at;
  }

  hold(at: number): void {
    this.#numbers[this.#rows * STRIDE + HELD] = at;
  }

  /** Answers the span's row. */
  end(at: number, isDebug: boolean): number {
    const offset = this.#rows * STRIDE;
    this.#numbers[offset + END] = at;
    this.#numbers[offset + NEXT] = 0;
    this.#numbers[offset + DEBUG] = isDebug ? 1 : 0;
    if (isDebug) this.#hasDebug = true;
    return this.#rows++;
  }

  /** `next` comes after `row`. */
  link(row: number, next: number): void {
    this.#numbers[row * STRIDE + NEXT] = next;
  }

  /** -1 = none. A group's rows ascend, so no row comes before row 0. */
  next(row: number): number {
    const next = this.#numbers[row * STRIDE + NEXT]!;
    return next === 0 ? -1 : next;
  }

  startOf(row: number): number {
    return this.#numbers[row * STRIDE + START]!;
  }

  heldAt(row: number): number {
    return this.#numbers[row * STRIDE + HELD]!;
  }

  endOf(row: number): number {
    return this.#numbers[row * STRIDE + END]!;
  }

  isDebug(row: number): boolean {
    return this.#numbers[row * STRIDE + DEBUG] === 1;
  }

  #grow(): void {
    const grown = new Uint32Array(2 * this.#numbers.length);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
