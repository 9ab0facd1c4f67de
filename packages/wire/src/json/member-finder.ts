// Finds what a JSON member's name means. Senders write members in the same order again and again, so the
// member that followed last time is tried first, with one comparison of bytes.

/** More names than any object has, its start included. */
const SLOTS = 64;

export interface MemberName<M> {
  readonly name: string;
  readonly member: M;
  /** With the closing quote: three bytes at least. */
  readonly bytes: Uint8Array;
  /** Little-endian words of `bytes` from its start; the last one ends with them, so it may overlap the one before. */
  readonly words: Int32Array;
  /** Which of the object's names this is, from 1. */
  readonly slot: number;
}

const utf8 = new TextEncoder();

/** The members of one type of object: up to 62, names of three bytes and more, or two. */
export function memberNames<M>(members: readonly (readonly [name: string, member: M])[]): readonly MemberName<M>[] {
  return members.map(([name, member], i) => {
    const bytes = utf8.encode(`${name}"`);
    return { name, member, bytes, words: wordsOf(bytes), slot: i + 1 };
  });
}

/** Remembers the order of members; bound to one payload. */
export class MemberFinder<M> {
  readonly #types: readonly (readonly MemberName<M>[])[];
  readonly #view: DataView;
  /** Index = type of object * SLOTS + slot of the member before (0 = none). */
  readonly #next: (MemberName<M> | undefined)[];
  /** Slot of the name found last, for the next call. */
  slot = 0;
  /** Offset after the closing quote of the name found last. */
  end = 0;

  /** `types`: per type of object its members. */
  constructor(bytes: Uint8Array, types: readonly (readonly MemberName<M>[])[]) {
    this.#types = types;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#next = new Array<MemberName<M> | undefined>(types.length * SLOTS).fill(undefined);
  }

  /** What the name that starts at `start`, directly after the quote, means; null when no member has it. */
  find(type: number, previousSlot: number, start: number): M | null {
    const at = type * SLOTS + previousSlot;
    const expected = this.#next[at];
    if (expected !== undefined && startsWith(this.#view, start, expected)) return this.#found(expected, start);
    for (const name of this.#types[type]!) {
      if (startsWith(this.#view, start, name)) {
        this.#next[at] = name;
        return this.#found(name, start);
      }
    }
    return null;
  }

  /** The same for a name that was written with escapes: [start, end) of `text` is what they stand for. */
  findText(type: number, text: Uint8Array, start: number, end: number): M | null {
    const name = Buffer.from(text.subarray(start, end)).toString('latin1');
    return this.#types[type]!.find((known) => known.name === name)?.member ?? null;
  }

  #found(name: MemberName<M>, start: number): M {
    this.slot = name.slot;
    this.end = start + name.bytes.length;
    return name.member;
  }
}

/** The name ends with its quote, so a longer or shorter one differs. */
function startsWith<M>(view: DataView, start: number, name: MemberName<M>): boolean {
  const { words } = name;
  const lastAt = start + name.bytes.length - 4;
  if (lastAt + 4 > view.byteLength) return false;
  const last = words.length - 1;
  for (let i = 0; i < last; i++) {
    if (view.getInt32(start + 4 * i, true) !== words[i]) return false;
  }
  return view.getInt32(lastAt, true) === words[last];
}

/** A name of two characters and its quote has no four bytes: the quote before it is the first. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const quoted = Uint8Array.of(0x22, ...bytes);
  const view = new DataView(quoted.buffer);
  const words = new Int32Array(Math.max(1, Math.ceil(bytes.length / 4)));
  for (let i = 0; i < words.length - 1; i++) words[i] = view.getInt32(1 + 4 * i, true);
  words[words.length - 1] = view.getInt32(quoted.length - 4, true);
  return words;
}
