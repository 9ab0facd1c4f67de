// Second pass: one walk over the whole request that checks every nested message and fills the columns.
// No object, string or promise per span. Every column is written where its field is met, so that of a
// repeated scalar the last one counts, as protobuf wants it.
import { INVALID_NAME, type NameTable, type SpanColumns } from '@spoor/core';
import { unexpectedEnd } from '../protobuf/malformed.ts';
import { microsOf, nanosBetween, nanosRemainderOf } from '../protobuf/nanos.ts';
import { littleEndian32, ProtoReader } from '../protobuf/proto-reader.ts';
import { checkIdLength, type FieldChecker } from './field-checker.ts';
import {
  KEY_VALUE,
  MESSAGE,
  PASS_FIXED32,
  PASS_FIXED64,
  PASS_LENGTH,
  PASS_VARINT,
  passRule,
  REFUSE,
  RULES,
  refusal,
  SPAN,
  SPAN_ID,
  TRACE_ID,
} from './rules.ts';
import { INVALID_OPERATION } from './sanitised-names.ts';

const ATTRIBUTE = MESSAGE + KEY_VALUE;
const FLAGS_FIELD = 16;
const TAG_TRACE_ID = 0x0a;
const TAG_SPAN_ID = 0x12;
const TAG_PARENT_ID = 0x22;
const TAG_NAME = 0x2a;
const TAG_KIND = 0x30;
const TAG_START = 0x39;
const TAG_END = 0x41;
const TAG_STATUS = 0x7a;
const TAG_STATUS_CODE = 0x18;
const MAX_KIND = 5;
const MAX_STATUS = 2;

/** Bound to one payload and its columns. */
export class SpanWalk {
  readonly #bytes: Uint8Array;
  readonly #checker: FieldChecker;
  readonly #columns: SpanColumns;
  readonly #names: NameTable;
  readonly #reader: ProtoReader;
  // Of the span being read: its name, and the offsets of its times (0 = absent).
  #nameAt = 0;
  #nameEnd = 0;
  #startAt = 0;
  #endAt = 0;

  constructor(bytes: Uint8Array, checker: FieldChecker, columns: SpanColumns, names: NameTable) {
    this.#bytes = bytes;
    this.#checker = checker;
    this.#columns = columns;
    this.#names = names;
    this.#reader = new ProtoReader(bytes);
  }

  /** Reads the Span message at [at, end) into `row`; all columns but service, resource and scope. */
  read(at: number, end: number, row: number): void {
    this.#columns.spanStart[row] = at;
    this.#columns.spanBytes[row] = end - at;
    this.#nameAt = this.#nameEnd = this.#startAt = this.#endAt = 0;
    this.#fields(at, end, row);
    this.#times(row);
    const operation = this.#names.intern(this.#bytes, this.#nameAt, this.#nameEnd);
    this.#columns.operation[row] = operation === INVALID_NAME ? this.#names.internText(INVALID_OPERATION) : operation;
  }

  #fields(at: number, end: number, row: number): void {
    const bytes = this.#bytes;
    let pos = at;
    while (pos < end) {
      const tagAt = pos;
      let tag = bytes[pos++]!;
      let rule: number;
      if (tag < 0x80) rule = RULES[(SPAN << 7) | tag]!;
      else {
        tag = this.#longTag(tagAt, end);
        pos = this.#reader.pos;
        rule = longRule(tag);
      }
      if (rule >= PASS_LENGTH) {
        if (pos >= end) throw unexpectedEnd(pos);
        let length = bytes[pos++]!;
        if (length >= 0x80) {
          length = this.#varint(pos - 1, end);
          pos = this.#reader.pos;
        }
        const next = pos + length;
        if (next > end) throw unexpectedEnd(pos);
        if (rule >= MESSAGE) this.#message(rule, tag, pos, next, row);
        else this.#text(rule, tag, pos, next, row);
        pos = next;
      } else if (rule === PASS_FIXED64) {
        if (tag === TAG_START) this.#startAt = pos;
        else if (tag === TAG_END) this.#endAt = pos;
        pos += 8;
      } else if (rule === PASS_VARINT) {
        this.#varint(pos, end);
        const value = this.#reader.lo; // an enum is an int32: the high half falls off
        if (tag === TAG_KIND) this.#columns.kind[row] = value > MAX_KIND ? 0 : value;
        pos = this.#reader.pos;
      } else if (rule === PASS_FIXED32) pos += 4;
      else if (rule === REFUSE) throw refusal('Span', tag, tagAt);
    }
    if (pos > end) throw unexpectedEnd(end);
  }

  #message(rule: number, tag: number, at: number, end: number, row: number): void {
    if (rule === ATTRIBUTE && this.#checker.isSimpleAttribute(at, end)) return;
    this.#checker.check(rule - MESSAGE, at, end, 0);
    if (tag === TAG_STATUS && end > at) this.#status(at, end, row);
  }

  #text(rule: number, tag: number, at: number, end: number, row: number): void {
    const length = end - at;
    if (rule === TRACE_ID) checkIdLength(length, 16, 'TraceID', at);
    else if (rule === SPAN_ID) checkIdLength(length, 8, 'SpanID', at);
    const columns = this.#columns;
    if (tag === TAG_TRACE_ID) columns.traceIdAt[row] = length === 0 ? 0 : at;
    else if (tag === TAG_SPAN_ID) columns.spanIdAt[row] = length === 0 ? 0 : at;
    else if (tag === TAG_PARENT_ID) columns.parentIdAt[row] = length === 0 || this.#isZero(at) ? 0 : at;
    else if (tag === TAG_NAME) {
      this.#nameAt = at;
      this.#nameEnd = end;
    }
  }

  /** A repeated status is merged: a later one without a code leaves the code. */
  #status(at: number, end: number, row: number): void {
    const reader = this.#reader;
    reader.reset(this.#bytes, at, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG_STATUS_CODE) {
        reader.varint();
        this.#columns.status[row] = reader.lo > MAX_STATUS ? 0 : reader.lo;
      } else reader.skip(tag);
    }
  }

  #times(row: number): void {
    const columns = this.#columns;
    const startLo = this.#word(this.#startAt, 0);
    const startHi = this.#word(this.#startAt, 4);
    columns.startUs[row] = microsOf(startLo, startHi);
    columns.startNsRem[row] = nanosRemainderOf(startLo, startHi);
    const durationNs = nanosBetween(startLo, startHi, this.#word(this.#endAt, 0), this.#word(this.#endAt, 4));
    columns.durationNs[row] = Math.max(durationNs, 1);
  }

  #word(at: number, offset: number): number {
    return at === 0 ? 0 : littleEndian32(this.#bytes, at + offset);
  }

  #isZero(at: number): boolean {
    return littleEndian32(this.#bytes, at) === 0 && littleEndian32(this.#bytes, at + 4) === 0;
  }

  #varint(at: number, end: number): number {
    this.#reader.reset(this.#bytes, at, end);
    return this.#reader.varint();
  }

  #longTag(at: number, end: number): number {
    this.#reader.reset(this.#bytes, at, end);
    return this.#reader.tag();
  }
}

function longRule(tag: number): number {
  if (tag < 0x80) return RULES[(SPAN << 7) | tag]!;
  if (tag >>> 3 === FLAGS_FIELD && (tag & 7) !== 5) return REFUSE;
  return passRule(tag);
}
