// The references of one native span until its own ids are known: then they become links and one of them the
// parent. Reused from span to span.

const WORDS = 7;
const TYPE = 6;
const CHILD_OF = 0;
const FOLLOWS_FROM = 1;
const FIRST_REFERENCES = 8;
/** What one huge span made larger than this is not kept. */
const KEPT_REFERENCES = 4096;

/** Ids are unsigned 32-bit words, most significant first: four of the trace, two of the span. */
export class References {
  /** `WORDS` entries each: four of the trace id, two of the span id, type. */
  #words = new Uint32Array(FIRST_REFERENCES * WORDS);
  count = 0;

  reset(): void {
    if (this.count > KEPT_REFERENCES) this.#words = new Uint32Array(FIRST_REFERENCES * WORDS);
    this.count = 0;
  }

  add(isFollowsFrom: boolean, t0: number, t1: number, t2: number, t3: number, s0: number, s1: number): void {
    const at = this.#room();
    const words = this.#words;
    words[at] = t0;
    words[at + 1] = t1;
    words[at + 2] = t2;
    words[at + 3] = t3;
    words[at + 4] = s0;
    words[at + 5] = s1;
    words[at + TYPE] = isFollowsFrom ? FOLLOWS_FROM : CHILD_OF;
  }

  /** Puts a CHILD_OF in front, unless there is a reference of any type to the same span. */
  addParent(ids: Uint32Array): void {
    for (let i = 0; i < this.count; i++) {
      if (this.#isTo(i * WORDS, ids)) return;
    }
    this.#room();
    this.#words.copyWithin(WORDS, 0, (this.count - 1) * WORDS);
    for (let i = 0; i < TYPE; i++) this.#words[i] = ids[i]!;
    this.#words[TYPE] = CHILD_OF;
  }

  /** Index of the parent: the first CHILD_OF into the trace, else the first FOLLOWS_FROM into it; -1 = none. */
  parentIn(traceIds: Uint32Array): number {
    let follows = -1;
    for (let i = 0; i < this.count; i++) {
      if (!this.#isInto(i * WORDS, traceIds)) continue;
      if (!this.isFollowsFrom(i)) return i;
      if (follows < 0) follows = i;
    }
    return follows;
  }

  /** Word 0..5 of the ids of reference `i`. */
  word(i: number, word: number): number {
    return this.#words[i * WORDS + word]!;
  }

  isFollowsFrom(i: number): boolean {
    return this.#words[i * WORDS + TYPE] === FOLLOWS_FROM;
  }

  #room(): number {
    const at = this.count++ * WORDS;
    if (at + WORDS > this.#words.length) {
      const grown = new Uint32Array(2 * this.#words.length);
      grown.set(this.#words);
      this.#words = grown;
    }
    return at;
  }

  #isTo(at: number, ids: Uint32Array): boolean {
    return this.#isInto(at, ids) && this.#words[at + 4] === ids[4] && this.#words[at + 5] === ids[5];
  }

  #isInto(at: number, ids: Uint32Array): boolean {
    for (let i = 0; i < 4; i++) {
      if (this.#words[at + i] !== ids[i]) return false;
    }
    return true;
  }
}
