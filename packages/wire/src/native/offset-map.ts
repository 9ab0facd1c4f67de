// Where the bytes of a message went when stretches of it were copied to a new place.

export class OffsetMap {
  readonly #starts: number[] = [];
  readonly #moves: number[] = [];
  /** Of the last look-up: offsets are asked for in ascending order, mostly. */
  #last = 0;

  /** The stretch that begins at `start` moved by `by`; stretches are added in ascending order. */
  add(start: number, by: number): void {
    this.#starts.push(start);
    this.#moves.push(by);
  }

  /** New offsets of `offsets`, of parts with a tag or a length in front; 0 means absent and stays 0. */
  moved(offsets: Uint32Array): Uint32Array {
    return offsets.map((offset) => (offset === 0 ? 0 : offset + this.#moveOf(offset - 1)));
  }

  #moveOf(offset: number): number {
    const starts = this.#starts;
    if (starts[this.#last]! > offset) this.#last = 0;
    while (this.#last + 1 < starts.length && starts[this.#last + 1]! <= offset) this.#last++;
    return this.#moves[this.#last]!;
  }
}
