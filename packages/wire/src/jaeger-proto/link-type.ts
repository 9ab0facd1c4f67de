// The link of a native span: ids of full length and one attribute, the type of the reference. Written in one form
// only, so its bytes are compared.
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { FOLLOWS_FROM } from './fields.ts';

const TRACE_ID_HEAD = 0x0a;
const SPAN_ID_HEAD = 0x12;
/** Trace id and span id with their tags and lengths. */
const IDS_BYTES = 28;

const CHILD_TAIL = tail('child_of');
const FOLLOWS_TAIL = tail('follows_from');

/** 0 CHILD_OF, 1 FOLLOWS_FROM, -1 another form. */
export function linkType(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < IDS_BYTES || bytes[at] !== TRACE_ID_HEAD || bytes[at + 1] !== 16) return -1;
  if (bytes[at + 18] !== SPAN_ID_HEAD || bytes[at + 19] !== 8) return -1;
  if (isTail(bytes, at + IDS_BYTES, end, CHILD_TAIL)) return 0;
  return isTail(bytes, at + IDS_BYTES, end, FOLLOWS_TAIL) ? FOLLOWS_FROM : -1;
}

function isTail(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (end - at !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) {
    if (bytes[at + i] !== wanted[i]) return false;
  }
  return true;
}

function tail(type: string): Uint8Array {
  const w = new ProtoWriter(64);
  const attribute = w.open(4);
  w.text(1, 'opentracing.ref_type');
  const value = w.open(2);
  w.text(1, type);
  w.close(value);
  w.close(attribute);
  return w.finish();
}
