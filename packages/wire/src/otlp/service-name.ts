// Finds service.name in a Resource message, for the write path (an id) and for the read path (a text).
import { INVALID_NAME, type NameTable } from '@spoor/core';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import type { TextReader } from '../protobuf/text-reader.ts';
import { EMPTY_SERVICE, INVALID_SERVICE, MISSING_SERVICE, WRONG_TYPE_SERVICE } from './sanitised-names.ts';

const SERVICE_NAME = new TextEncoder().encode('service.name');
const TAG_1 = 0x0a;
const TAG_2 = 0x12;
const LAST_VALUE_FIELD = 7;

/** Reused from resource to resource. The first attribute of that name counts. */
export class ServiceNameFinder {
  readonly #attributes = new ProtoReader(new Uint8Array(0));
  readonly #inner = new ProtoReader(new Uint8Array(0));
  // The AnyValue, then the text inside it.
  #at = 0;
  #end = 0;

  /** Id of the sanitised name in the Resource at [at, end), an empty range = no resource. NO_NAME when the table is full. */
  id(bytes: Uint8Array, at: number, end: number, names: NameTable): number {
    const substitute = this.#find(bytes, at, end);
    if (substitute !== null) return names.internText(substitute);
    const id = names.intern(bytes, this.#at, this.#end);
    return id === INVALID_NAME ? names.internText(INVALID_SERVICE) : id;
  }

  /** The same as a text. */
  text(bytes: Uint8Array, at: number, end: number, texts: TextReader): string {
    return this.#find(bytes, at, end) ?? texts.valid(bytes, this.#at, this.#end) ?? INVALID_SERVICE;
  }

  /** What stands in for the name, or null when there is one: then #at and #end are its bounds. */
  #find(bytes: Uint8Array, at: number, end: number): string | null {
    const reader = this.#attributes;
    reader.reset(bytes, at, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG_1) {
        const next = reader.lengthEnd();
        if (this.#isServiceName(bytes, reader.pos, next)) return this.#findText(bytes);
        reader.pos = next;
      } else reader.skip(tag);
    }
    return MISSING_SERVICE;
  }

  /** Whether the KeyValue has the key; leaves the bounds of its value. */
  #isServiceName(bytes: Uint8Array, at: number, end: number): boolean {
    const reader = this.#inner;
    reader.reset(bytes, at, end);
    this.#at = this.#end = 0;
    let matches = false;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag !== TAG_1 && tag !== TAG_2) {
        reader.skip(tag);
        continue;
      }
      const next = reader.lengthEnd();
      if (tag === TAG_1) matches = isSame(bytes, reader.pos, next, SERVICE_NAME);
      else if (next > reader.pos) {
        this.#at = reader.pos; // a repeated value that is empty leaves the one before
        this.#end = next;
      }
      reader.pos = next;
    }
    return matches;
  }

  #findText(bytes: Uint8Array): string | null {
    const reader = this.#inner;
    reader.reset(bytes, this.#at, this.#end);
    let found = false;
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag >>> 3 <= LAST_VALUE_FIELD) found = tag === TAG_1; // of several values the last counts
      if (tag === TAG_1) {
        this.#end = reader.lengthEnd();
        this.#at = reader.pos;
        reader.pos = this.#end;
      } else reader.skip(tag);
    }
    if (!found) return WRONG_TYPE_SERVICE;
    return this.#at === this.#end ? EMPTY_SERVICE : null;
  }
}

function isSame(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (end - at !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) {
    if (bytes[at + i] !== wanted[i]) return false;
  }
  return true;
}
