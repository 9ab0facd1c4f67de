// Where the bytes of a message went when stretches of it were copied to a new place.

export class OffsetMap {
  readonly #starts: number[] = [];
  readonly #moves: number[] = [];
  /** Of the last look-up: most offsets are in its stretch or the next, merged parts are far away. */
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
    if (!this.#isIn(this.#last, offset)) {
      this.#last = this.#isIn(this.#last + 1, offset) ? this.#last + 1 : this.#find(offset);
    }
    return this.#moves[this.#last]!;
  }

  #isIn(stretch: number, offset: number): boolean {
    const starts = this.#starts;
    return starts[stretch]! <= offset && !(starts[stretch + 1]! <= offset);
  }

  /** The last stretch that begins at `offset` or before. */
  #find(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
