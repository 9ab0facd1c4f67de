// Checks a nested message without keeping anything of it: lengths, wire types, id lengths, depth. This is
// most of what decoding costs, so positions are locals and one-byte tags and lengths need no call.
import { malformed, unexpectedEnd } from '../protobuf/malformed.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import {
  ANY_VALUE,
  KEY_VALUE,
  MAX_VALUE_DEPTH,
  MESSAGE,
  messageName,
  PASS_FIXED32,
  PASS_FIXED64,
  PASS_LENGTH,
  PASS_VARINT,
  passRule,
  REFUSE,
  RULES,
  refusal,
  SPAN_ID,
  TRACE_ID,
} from './rules.ts';

const ATTRIBUTE = MESSAGE + KEY_VALUE;

/** Bound to one payload. */
export class FieldChecker {
  readonly #bytes: Uint8Array;
  readonly #slow: ProtoReader;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#slow = new ProtoReader(bytes);
  }

  /** Throws unless [at, end) is a well-formed message of `type`; `depth` counts the AnyValues around it. */
  check(type: number, at: number, end: number, depth: number): void {
    const bytes = this.#bytes;
    let pos = at;
    let inner = depth;
    if (type === ANY_VALUE && ++inner > MAX_VALUE_DEPTH) {
      throw malformed(`attribute value nested deeper than ${MAX_VALUE_DEPTH}`, at);
    }
    while (pos < end) {
      const tagAt = pos;
      let tag = bytes[pos++]!;
      let rule: number;
      if (tag < 0x80) rule = RULES[(type << 7) | tag]!;
      else {
        tag = this.#longTag(tagAt, end);
        pos = this.#slow.pos;
        rule = tag < 0x80 ? RULES[(type << 7) | tag]! : passRule(tag);
      }
      if (rule >= PASS_LENGTH) {
        if (pos >= end) throw unexpectedEnd(pos);
        let length = bytes[pos++]!;
        if (length >= 0x80) {
          length = this.#longLength(pos - 1, end);
          pos = this.#slow.pos;
        }
        const next = pos + length;
        if (next > end) throw unexpectedEnd(pos);
        if (rule >= MESSAGE) {
          const plain = rule === ATTRIBUTE && inner < MAX_VALUE_DEPTH && this.isSimpleAttribute(pos, next);
          if (!plain) this.check(rule - MESSAGE, pos, next, inner);
        } else if (rule === TRACE_ID) checkIdLength(length, 16, 'TraceID', pos);
        else if (rule === SPAN_ID) checkIdLength(length, 8, 'SpanID', pos);
        pos = next;
      } else if (rule === PASS_VARINT) pos = this.afterVarint(pos, end);
      else if (rule === PASS_FIXED64) pos += 8;
      else if (rule === PASS_FIXED32) pos += 4;
      else if (rule === REFUSE) throw refusal(messageName(type), tag, tagAt);
    }
    if (pos > end) throw unexpectedEnd(end);
  }

  /**
   * Whether [at, end) is a KeyValue as nearly all are: a key and a text value, in that order, each shorter
   * than 128 bytes. Saves two of three calls of `check`; anything else, right or wrong, is left to that.
   */
  isSimpleAttribute(at: number, end: number): boolean {
    const bytes = this.#bytes;
    if (end - at < 6 || bytes[at] !== 0x0a) return false;
    const keyLength = bytes[at + 1]!;
    const value = at + 2 + keyLength;
    if (keyLength >= 0x80 || value + 4 > end || bytes[value] !== 0x12 || bytes[value + 2] !== 0x0a) return false;
    const valueLength = bytes[value + 1]!;
    return valueLength < 0x80 && value + 2 + valueLength === end && bytes[value + 3] === valueLength - 2;
  }

  /** The offset after the varint at `pos`. */
  afterVarint(pos: number, end: number): number {
    if (pos < end && this.#bytes[pos]! < 0x80) return pos + 1;
    this.#slow.reset(this.#bytes, pos, end);
    this.#slow.varint();
    return this.#slow.pos;
  }

  #longTag(at: number, end: number): number {
    this.#slow.reset(this.#bytes, at, end);
    return this.#slow.tag();
  }

  #longLength(at: number, end: number): number {
    this.#slow.reset(this.#bytes, at, end);
    return this.#slow.varint();
  }
}

/** An id is absent (length 0) or whole. */
export function checkIdLength(length: number, whole: number, what: string, at: number): void {
  if (length !== 0 && length !== whole) throw malformed(`unmarshal: invalid ${what} length`, at);
}
