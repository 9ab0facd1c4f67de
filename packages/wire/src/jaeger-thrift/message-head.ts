// The envelope of a Thrift call: protocol, method and type. Both protocols are told apart by their first byte.
import { malformed, unexpectedEnd } from '../protobuf/malformed.ts';
import type { BinaryReader } from '../thrift/binary-reader.ts';
import type { CompactReader } from '../thrift/compact-reader.ts';

const CALL = 1;
const ONEWAY = 4;
const COMPACT_PROTOCOL = 0x82;
const COMPACT_VERSION = 1;
const BINARY_VERSION_1 = 0x8001;
/** Names of other methods are shown up to here. */
const SHOWN_BYTES = 64;

/** Whether a message is in the compact protocol; anything else is taken for the binary one. */
export function isCompact(packet: Uint8Array): boolean {
  return packet[0] === COMPACT_PROTOCOL;
}

/** Answers the method; the cursor is left at its arguments. */
export function compactMethod(r: CompactReader): string {
  r.byte();
  const head = r.byte();
  if ((head & 31) !== COMPACT_VERSION) throw malformed(`compact thrift version ${head & 31}`, r.pos - 1);
  r.varint();
  const method = methodName(r, r.stringEnd());
  checkType(head >>> 5, method, 1);
  return method;
}

/** The same; with a version in front, as everyone sends it, or the old form without. */
export function binaryMethod(r: BinaryReader): string {
  const at = r.pos;
  const first = r.int32();
  const isStrict = first < 0;
  if (isStrict && first >>> 16 !== BINARY_VERSION_1)
    throw malformed(`no thrift message: it begins 0x${hex(first)}`, at);
  if (!isStrict && first > r.end - r.pos) throw unexpectedEnd(at);
  const method = methodName(r, isStrict ? r.stringEnd() : r.pos + first);
  const type = isStrict ? first & 0xff : r.byte();
  r.int32();
  checkType(type, method, at);
  return method;
}

function methodName(r: BinaryReader | CompactReader, end: number): string {
  const shown = r.bytes.subarray(r.pos, Math.min(end, r.pos + SHOWN_BYTES));
  r.pos = end;
  return new TextDecoder().decode(shown);
}

function checkType(type: number, method: string, at: number): void {
  if (type !== CALL && type !== ONEWAY) throw malformed(`message type ${type} of ${method}`, at);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
