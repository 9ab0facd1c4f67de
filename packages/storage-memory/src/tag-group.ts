// A tag or attribute equality of a query as tokens: a row that has none of them cannot match. Computed by
// the same walk that signs rows, over an attribute as a sender would write it.
import { type Scalar, SPAN_KINDS } from '@spoor/core';
import type { RowChunk } from './row-chunk.ts';
import { ALL_LANES, lanesWith } from './signature.ts';
import { OPAQUE_TOKEN } from './token-hash.ts';
import { TokenWalker } from './token-walker.ts';

/** A row may match when it has one of `tokens`, or its kind or status is among the bits. */
export interface TagGroup {
  readonly tokens: Int32Array;
  readonly kindBits: number;
  readonly statusBits: number;
}

/** Keys that reading makes out of invalid UTF-8: the bytes do not hold them. */
const MADE_ON_READING = /^invalid-|\ufffd/;
const STATUS_TEXTS: readonly string[] = ['', 'OK', 'ERROR'];
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Jaeger's tag search; null when tokens cannot narrow it. */
export function tagGroup(key: string, text: string): TagGroup | null {
  if (MADE_ON_READING.test(key)) return null;
  const values: Uint8Array[] = [textValue(text), otherValue()];
  if (text === 'true' || text === 'false') values.push(Uint8Array.of(0x10, text === 'true' ? 1 : 0));
  if (/^(?:0|-?[1-9][0-9]{0,18})$/.test(text)) pushInt(values, BigInt(text));
  return {
    tokens: tokensOf(key, values),
    kindBits: key === 'span.kind' && text !== '' ? bitOf(SPAN_KINDS.indexOf(text)) : 0,
    statusBits: statusBits(key, text),
  };
}

/** Equality of an attribute of span, resource or event; null when tokens cannot narrow it. */
export function attributeGroup(key: string, value: Scalar): TagGroup | null {
  if (MADE_ON_READING.test(key)) return null;
  const values: Uint8Array[] = [otherValue()];
  if (value.type === 'string') values.push(textValue(value.value));
  else if (value.type === 'bool') values.push(Uint8Array.of(0x10, value.value ? 1 : 0));
  else if (value.type === 'int' || value.type === 'double') {
    if (typeof value.value === 'bigint' || Number.isInteger(value.value)) pushInt(values, BigInt(value.value));
  } else return null;
  return { tokens: tokensOf(key, values), kindBits: 0, statusBits: 0 };
}

/** The lanes of the chunk that may hold a match, as bits. */
export function lanesOf(chunk: RowChunk, group: TagGroup): number {
  if ((chunk.kindBits & group.kindBits) !== 0 || (chunk.statusBits & group.statusBits) !== 0) return ALL_LANES;
  let lanes = 0;
  for (const token of group.tokens) lanes |= lanesWith(chunk.signature, token);
  return lanes;
}

function statusBits(key: string, text: string): number {
  if (key === 'error') return text === 'true' ? 1 << 2 : 0;
  return key === 'otel.status_code' && text !== '' ? bitOf(STATUS_TEXTS.indexOf(text)) : 0;
}

function bitOf(number: number): number {
  return number < 0 ? 0 : 1 << number;
}

function tokensOf(key: string, values: readonly Uint8Array[]): Int32Array {
  const walker = new TokenWalker();
  const keyBytes = new TextEncoder().encode(key);
  for (const value of values) {
    const message = Uint8Array.from([
      0x0a,
      ...varint(keyBytes.length),
      ...keyBytes,
      0x12,
      ...varint(value.length),
      ...value,
    ]);
    walker.open(message, new DataView(message.buffer));
    walker.attribute(0, message.length);
  }
  return Int32Array.from(new Set([...walker.tokens.subarray(0, walker.count), OPAQUE_TOKEN]));
}

function textValue(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Uint8Array.from([0x0a, ...varint(bytes.length), ...bytes]);
}

/** Any value whose text is not in its bytes: here an empty byte string. */
function otherValue(): Uint8Array {
  return Uint8Array.of(0x3a, 0);
}

function pushInt(values: Uint8Array[], value: bigint): void {
  if (value < INT64_MIN || value > INT64_MAX) return;
  values.push(Uint8Array.from([0x18, ...varint(BigInt.asUintN(64, value))]));
}

function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
