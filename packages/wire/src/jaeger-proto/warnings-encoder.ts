// The reserved attribute that holds a native span's warnings, as fields of a jaeger.api_v2 Span.

import { WARNINGS_KEY } from '../otlp/warnings.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { SPAN_WARNING } from './fields.ts';
import type { MessageSink } from './message-sink.ts';

/** A KeyValue up to the list inside it, from its first field on: key, AnyValue, ArrayValue. */
const KEY = 0x0a;
const VALUE = 0x12;
const LIST = 0x2a;
const ITEM = 0x0a;
const TEXT = 0x0a;
const WARNINGS = new TextEncoder().encode(WARNINGS_KEY);

/**
 * Writes the texts of the KeyValue at [at, end), when it is that attribute and holds a list of one text or more; else
 * false, and what was written must be taken back.
 */
export function encodeWarnings(sink: MessageSink, bytes: Uint8Array, at: number, end: number): boolean {
  const r = new ProtoReader(bytes, at, end);
  if (r.tag() !== KEY) return false;
  const keyEnd = r.lengthEnd();
  if (!isWarningsKey(bytes, r.pos, keyEnd)) return false;
  r.pos = keyEnd;
  if (r.tag() !== VALUE || r.lengthEnd() !== end || r.tag() !== LIST || r.lengthEnd() !== end) return false;
  if (r.pos === end) return false;
  while (r.pos < end) {
    if (r.tag() !== ITEM) return false;
    const itemEnd = r.lengthEnd();
    if (r.pos === itemEnd || r.tag() !== TEXT || r.lengthEnd() !== itemEnd) return false;
    sink.bytes[sink.pos++] = SPAN_WARNING;
    sink.varint(itemEnd - r.pos);
    sink.copy(bytes, r.pos, itemEnd);
    r.pos = itemEnd;
  }
  return true;
}

function isWarningsKey(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at !== WARNINGS.length) return false;
  for (let i = 0; i < WARNINGS.length; i++) {
    if (bytes[at + i] !== WARNINGS[i]) return false;
  }
  return true;
}
