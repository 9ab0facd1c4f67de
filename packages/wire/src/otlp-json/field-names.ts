// Finds the field that a JSON member's name means. Exporters write members in the same order again and
// again, so the field that followed last time is tried first, with one comparison of bytes.
import { type JsonField, MESSAGE_FIELDS } from './fields.ts';

/** More names than any message has, its start included. */
const SLOTS = 64;

interface FieldName {
  /** With the closing quote: four bytes at least. */
  readonly bytes: Uint8Array;
  /** Little-endian words of `bytes`; the last one ends with them, so it may overlap the one before. */
  readonly words: Int32Array;
  readonly field: JsonField;
  /** Which of the message's names this is, from 1. */
  readonly slot: number;
}

const utf8 = new TextEncoder();
// What SDKs write comes first.
const NAMES: readonly (readonly FieldName[])[] = MESSAGE_FIELDS.map((fields) => {
  const camel = fields.map((field) => ({ name: field.name, field }));
  const snake = fields.map((field) => ({ name: snakeCase(field.name), field }));
  const distinct = [...camel, ...snake.filter(({ name, field }) => name !== field.name)];
  return distinct.map(({ name, field }, i) => {
    const bytes = utf8.encode(`${name}"`);
    return { bytes, words: wordsOf(bytes), field, slot: i + 1 };
  });
});

/** Remembers the order of members; bound to one payload. */
export class FieldNames {
  readonly #view: DataView;
  /** Index = message type * SLOTS + slot of the member before (0 = none). */
  readonly #next: (FieldName | undefined)[] = new Array(NAMES.length * SLOTS).fill(undefined);
  /** Slot of the name found last, for the next call. */
  slot = 0;
  /** Offset after the closing quote of the name found last. */
  end = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The field whose name starts at `start`, directly after the quote; null when the message has none of that name. */
  find(type: number, previousSlot: number, start: number): JsonField | null {
    const at = type * SLOTS + previousSlot;
    const expected = this.#next[at];
    if (expected !== undefined && startsWith(this.#view, start, expected)) return this.#found(expected, start);
    for (const name of NAMES[type]!) {
      if (startsWith(this.#view, start, name)) {
        this.#next[at] = name;
        return this.#found(name, start);
      }
    }
    return null;
  }

  #found(name: FieldName, start: number): JsonField {
    this.slot = name.slot;
    this.end = start + name.bytes.length;
    return name.field;
  }
}

/** The name ends with its quote, so a longer or shorter one differs. */
function startsWith(view: DataView, start: number, name: FieldName): boolean {
  const { words } = name;
  const lastAt = start + name.bytes.length - 4;
  if (lastAt + 4 > view.byteLength) return false;
  const last = words.length - 1;
  for (let i = 0; i < last; i++) {
    if (view.getInt32(start + 4 * i, true) !== words[i]) return false;
  }
  return view.getInt32(lastAt, true) === words[last];
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  for (let i = 0; i < words.length - 1; i++) words[i] = view.getInt32(4 * i, true);
  words[words.length - 1] = view.getInt32(bytes.length - 4, true);
  return words;
}

/** The same for a name that was written with escapes: [start, end) of `text` is what they stand for. */
export function fieldOfText(type: number, text: Uint8Array, start: number, end: number): JsonField | null {
  const name = Buffer.from(text.subarray(start, end)).toString('latin1');
  return MESSAGE_FIELDS[type]!.find((field) => field.name === name || snakeCase(field.name) === name) ?? null;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
