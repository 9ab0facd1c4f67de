// The Resource or Scope of one enclosing message while that is being walked. Protobuf lets a message field
// come twice (whoever appends to an encoded message relies on it): the parts then count as one message.
import type { SharedParts } from '@spoor/core';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import type { MergedTail } from './merged-tail.ts';

/** Up to so many bytes a loop is faster than a call: a hostile message has a piece every four bytes. */
const LOOPED_COPY = 32;

export class PartRange {
  readonly #bytes: Uint8Array;
  /** The only one so far; 0 and 0 = none. */
  at = 0;
  bytes = 0;
  #schemaAt = 0;
  #schemaBytes = 0;
  /** The pieces one after the other, when there are several; longer than they are. */
  #pieces: Uint8Array | null = null;
  #piecesBytes = 0;

  /** `bytes`: of the request. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  add(at: number, end: number): void {
    if (this.at === 0) {
      this.at = at;
      this.bytes = end - at;
      return;
    }
    if (this.#pieces === null) {
      this.#pieces = new Uint8Array(2 * (this.bytes + end - at));
      this.#append(this.#pieces, this.at, this.at + this.bytes);
    }
    this.#append(this.#roomFor(end - at), at, end);
  }

  /** Takes the schema URL at the cursor; the last one counts. */
  addSchema(reader: ProtoReader): void {
    const end = reader.lengthEnd();
    this.#schemaAt = reader.pos;
    this.#schemaBytes = end - reader.pos;
    reader.pos = end;
  }

  /** The pieces as one message, or null when there is at most one. */
  merged(): Uint8Array | null {
    return this.#pieces?.subarray(0, this.#piecesBytes) ?? null;
  }

  /** Fills `row`; merged pieces go to the tail of the batch. */
  store(parts: SharedParts, row: number, merged: Uint8Array | null, tail: MergedTail): void {
    parts.at[row] = merged === null ? this.at : tail.add(merged);
    parts.bytes[row] = merged === null ? this.bytes : merged.length;
    parts.schemaAt[row] = this.#schemaAt;
    parts.schemaBytes[row] = this.#schemaBytes;
  }

  #roomFor(bytes: number): Uint8Array {
    const pieces = this.#pieces!;
    const needed = this.#piecesBytes + bytes;
    if (needed <= pieces.length) return pieces;
    const grown = new Uint8Array(2 * needed);
    grown.set(pieces.subarray(0, this.#piecesBytes));
    this.#pieces = grown;
    return grown;
  }

  #append(pieces: Uint8Array, at: number, end: number): void {
    if (end - at > LOOPED_COPY) pieces.set(this.#bytes.subarray(at, end), this.#piecesBytes);
    else for (let i = at, to = this.#piecesBytes; i < end; i++, to++) pieces[to] = this.#bytes[i]!;
    this.#piecesBytes += end - at;
  }
}
