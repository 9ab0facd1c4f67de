// Walks the OTLP bytes of a span, resource or scope and lists the tokens of everything a tag search can
// see there. The writer puts them into the chunk's signature; a search asks the same walk whether a row
// may match. Bytes were checked when the batch was decoded; whatever is legal but unusual (fields twice,
// out of order, unknown ones in an attribute) gives the opaque token instead of a second parser.
import { ByteHasher, boolToken, intToken, OPAQUE_TOKEN, otherToken, textSeed, textToken } from './token-hash.ts';

const KEY_SEED = 0x811c9dc5 | 0;

export class TokenWalker {
  /** The tokens found since the last `reset`: the first `count`. */
  tokens: Int32Array = new Int32Array(256);
  count = 0;
  readonly #event: number = hashText('event');
  readonly #statusDescription: number = hashText('otel.status_description');
  readonly #traceState: number = hashText('w3c.tracestate');
  readonly #scopeName: number = hashText('otel.scope.name');
  readonly #scopeVersion: number = hashText('otel.scope.version');
  readonly #hasher: ByteHasher = new ByteHasher();
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the varint read last ended, and its high 32 bits. */
  #pos = 0;
  #hi = 0;

  /** What the walks below read. */
  open(bytes: Uint8Array, view: DataView): void {
    this.#bytes = bytes;
    this.#view = view;
  }

  reset(): void {
    this.count = 0;
  }

  /** A Span message: attributes, events, status message, trace state. */
  span(at: number, end: number): void {
    const bytes = this.#bytes;
    let pos = at;
    while (pos < end) {
      const tag = bytes[pos++]!;
      if ((tag & 7) === 2 && tag < 0x80) {
        let length = bytes[pos++]!;
        if (length >= 0x80) {
          length = this.#varint(pos - 1);
          pos = this.#pos;
        }
        const next = pos + length;
        if (tag === 0x4a) this.attribute(pos, next);
        else if (tag === 0x5a) this.#eventFields(pos, next);
        else if (tag === 0x7a && next > pos) this.#status(pos, next);
        else if (tag === 0x1a) this.#text(this.#traceState, pos, next);
        pos = next;
      } else pos = this.#passOther(pos - 1);
    }
  }

  /** A Resource message: its attributes. */
  resource(at: number, end: number): void {
    this.#fields(at, end, (tag, from, to) => {
      if (tag === 0x0a) this.attribute(from, to);
    });
  }

  /** An InstrumentationScope message: name and version; its attributes are nobody's tags. */
  scope(at: number, end: number): void {
    this.#fields(at, end, (tag, from, to) => {
      if (tag === 0x0a) this.#text(this.#scopeName, from, to);
      else if (tag === 0x12) this.#text(this.#scopeVersion, from, to);
    });
  }

  /** A KeyValue message. */
  attribute(at: number, end: number): void {
    this.#emit(this.#attributeToken(at, end));
  }

  #attributeToken(at: number, end: number): number {
    const bytes = this.#bytes;
    let pos = at;
    if (pos === end || bytes[pos++] !== 0x0a) return OPAQUE_TOKEN;
    let length = bytes[pos++]!;
    if (length >= 0x80) {
      length = this.#varint(pos - 1);
      pos = this.#pos;
    }
    const keyHash = this.#hasher.hash(this.#view, pos, pos + length, KEY_SEED);
    pos += length;
    if (pos === end) return otherToken(keyHash);
    if (bytes[pos++] !== 0x12) return OPAQUE_TOKEN;
    length = bytes[pos++]!;
    if (length >= 0x80) {
      length = this.#varint(pos - 1);
      pos = this.#pos;
    }
    return pos + length === end ? this.#valueToken(keyHash, pos, end) : OPAQUE_TOKEN;
  }

  /** An AnyValue message. */
  #valueToken(keyHash: number, at: number, end: number): number {
    const bytes = this.#bytes;
    if (at === end) return otherToken(keyHash);
    const tag = bytes[at]!;
    if (tag === 0x0a) {
      let pos = at + 1;
      let length = bytes[pos++]!;
      if (length >= 0x80) {
        length = this.#varint(pos - 1);
        pos = this.#pos;
      }
      return pos + length === end ? this.#textToken(keyHash, pos, end) : OPAQUE_TOKEN;
    }
    if (tag !== 0x10 && tag !== 0x18) return otherToken(keyHash);
    const value = this.#varint(at + 1);
    if (this.#pos !== end) return OPAQUE_TOKEN;
    if (tag === 0x10) return boolToken(keyHash, value !== 0 || this.#hi !== 0);
    return intToken(keyHash, value | 0, this.#hi);
  }

  /** The token of a text; should it turn out invalid UTF-8, readers show it as bytes: that goes on the list too. */
  #textToken(keyHash: number, at: number, end: number): number {
    const hash = this.#hasher.hash(this.#view, at, end, textSeed(keyHash));
    if (!this.#hasher.wasAscii) this.#emit(otherToken(keyHash));
    return textToken(hash);
  }

  #eventFields(at: number, end: number): void {
    this.#fields(at, end, (tag, from, to) => {
      if (tag === 0x12) this.#text(this.#event, from, to);
      else if (tag === 0x1a) this.attribute(from, to);
    });
  }

  #status(at: number, end: number): void {
    this.#fields(at, end, (tag, from, to) => {
      if (tag === 0x12) this.#text(this.#statusDescription, from, to);
    });
  }

  #text(keyHash: number, at: number, end: number): void {
    this.#emit(this.#textToken(keyHash, at, end));
  }

  /** Calls `visit` for each field with a length; passes over the others. */
  #fields(at: number, end: number, visit: (tag: number, from: number, to: number) => void): void {
    const bytes = this.#bytes;
    let pos = at;
    while (pos < end) {
      const tag = bytes[pos]!;
      if ((tag & 7) === 2 && tag < 0x80) {
        const length = this.#varint(pos + 1);
        const from = this.#pos;
        pos = from + length;
        visit(tag, from, pos);
      } else pos = this.#passOther(pos);
    }
  }

  /** A field other than a short-tagged one with a length; answers the offset after it. */
  #passOther(at: number): number {
    const first = this.#bytes[at]!;
    if (first < 0x80) return this.#passValue(first, at + 1);
    const tag = this.#varint(at);
    // A known field under a padded tag: legal, and no encoder does it.
    if (tag < 0x80) this.#emit(OPAQUE_TOKEN);
    return this.#passValue(tag, this.#pos);
  }

  #passValue(tag: number, at: number): number {
    const wire = tag & 7;
    if (wire === 1) return at + 8;
    if (wire === 5) return at + 4;
    const value = this.#varint(at);
    return wire === 2 ? this.#pos + value : this.#pos;
  }

  /** The low 32 bits, unsigned; the high ones in #hi. */
  #varint(at: number): number {
    const bytes = this.#bytes;
    let pos = at;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.#pos = pos;
    this.#hi = hi;
    return lo >>> 0;
  }

  #emit(token: number): void {
    if (this.count === this.tokens.length) this.#grow();
    this.tokens[this.count++] = token;
  }

  /** At most one token for every two bytes of a span. */
  #grow(): void {
    const grown = new Int32Array(this.tokens.length * 2);
    grown.set(this.tokens);
    this.tokens = grown;
  }
}

function hashText(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return new ByteHasher().hash(new DataView(bytes.buffer), 0, bytes.length, KEY_SEED);
}
