// Parts of jaeger.api_v2 messages from plain objects.
import { type Attribute, jsonText } from '@spoor/core';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { TYPE_BOOL, TYPE_BYTES, TYPE_DOUBLE, TYPE_INT } from './fields.ts';

const MICROS_PER_SECOND = 1e6;
const NANOS_PER_SECOND = 1e9;

/** Lists and maps as JSON text, a value that is none as an empty text. */
export function writeTag(w: ProtoWriter, field: number, { key, value }: Attribute): void {
  const tag = w.open(field);
  if (key !== '') w.text(1, key);
  switch (value.type) {
    case 'string':
      w.text(3, value.value);
      break;
    case 'bool':
      w.uint(2, TYPE_BOOL);
      w.bool(4, value.value);
      break;
    case 'int':
      w.uint(2, TYPE_INT);
      w.int(5, value.value);
      break;
    case 'double':
      w.uint(2, TYPE_DOUBLE);
      w.double(6, value.value);
      break;
    case 'bytes':
      w.uint(2, TYPE_BYTES);
      w.bytes(7, value.value);
      break;
    case 'array':
    case 'map':
      w.text(3, jsonText(value));
      break;
    case 'empty':
      w.text(3, '');
  }
  w.close(tag);
}

/** Nothing for an empty text. */
export function writeTextTag(w: ProtoWriter, field: number, key: string, value: string): void {
  if (value !== '') writeTag(w, field, { key, value: { type: 'string', value } });
}

/** µs, may be negative, and 0..999 ns. */
export function writeTimestamp(w: ProtoWriter, field: number, us: number, nsRem: number): void {
  const seconds = Math.floor(us / MICROS_PER_SECOND);
  writeTime(w, field, seconds, (us - seconds * MICROS_PER_SECOND) * 1000 + nsRem);
}

export function writeDuration(w: ProtoWriter, field: number, ns: number): void {
  const seconds = Math.trunc(ns / NANOS_PER_SECOND);
  writeTime(w, field, seconds, ns - seconds * NANOS_PER_SECOND);
}

function writeTime(w: ProtoWriter, field: number, seconds: number, nanos: number): void {
  const time = w.open(field);
  if (seconds !== 0) w.int(1, seconds);
  if (nanos !== 0) w.int(2, nanos);
  w.close(time);
}
