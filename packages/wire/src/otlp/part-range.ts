// The Resource or Scope of one enclosing message while that is being walked. Protobuf lets a message field
// come twice (whoever appends to an encoded message relies on it): the parts then count as one message.
import type { SharedParts } from '@spoor/core';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import type { MergedTail } from './merged-tail.ts';

export class PartRange {
  /** The only one so far; 0 and 0 = none. */
  at = 0;
  bytes = 0;
  #schemaAt = 0;
  #schemaBytes = 0;
  /** Start and end of each, when there are several. */
  #pieces: number[] | null = null;

  add(at: number, end: number): void {
    if (this.at === 0) {
      this.at = at;
      this.bytes = end - at;
      return;
    }
    this.#pieces ??= [this.at, this.at + this.bytes];
    this.#pieces.push(at, end);
  }

  /** Takes the schema URL at the cursor; the last one counts. */
  addSchema(reader: ProtoReader): void {
    const end = reader.lengthEnd();
    this.#schemaAt = reader.pos;
    this.#schemaBytes = end - reader.pos;
    reader.pos = end;
  }

  /** The pieces as one message, or null when there is at most one. */
  merged(bytes: Uint8Array): Uint8Array | null {
    const pieces = this.#pieces;
    if (pieces === null) return null;
    let length = 0;
    for (let i = 0; i < pieces.length; i += 2) length += pieces[i + 1]! - pieces[i]!;
    const merged = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < pieces.length; i += 2) {
      merged.set(bytes.subarray(pieces[i]!, pieces[i + 1]!), at);
      at += pieces[i + 1]! - pieces[i]!;
    }
    return merged;
  }

  /** Fills `row`; merged pieces go to the tail of the batch. */
  store(parts: SharedParts, row: number, merged: Uint8Array | null, tail: MergedTail): void {
    parts.at[row] = merged === null ? this.at : tail.add(merged);
    parts.bytes[row] = merged === null ? this.bytes : merged.length;
    parts.schemaAt[row] = this.#schemaAt;
    parts.schemaBytes[row] = this.#schemaBytes;
  }
}
