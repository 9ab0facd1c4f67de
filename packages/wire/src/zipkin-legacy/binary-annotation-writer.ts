// Binary annotations as tags of what is open in the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import {
  type BinaryAnnotationReader,
  TYPE_BOOL,
  TYPE_BYTES,
  TYPE_DOUBLE,
  TYPE_I16,
  TYPE_I32,
  TYPE_I64,
  TYPE_STRING,
} from './binary-annotation-reader.ts';
import type { EndpointReader } from './endpoint-reader.ts';
import {
  errorOf,
  isAddress,
  isText,
  isTextOfAnyCase,
  KEY_ERROR,
  KEY_LOCAL_COMPONENT,
  TAG_COMPONENT,
  TAG_PEER_IPV4,
  TAG_PEER_IPV6,
  TAG_PEER_PORT,
  TAG_PEER_SERVICE,
} from './known-texts.ts';

/** Bytes of a number by type; they are big-endian. */
const NUMBER_BYTES: readonly number[] = [0, 0, 2, 4, 8, 8];
const encoder = new TextEncoder();

/** A tag of a span: component, the other end's address, whether it failed, or what the annotation says. */
export function writeSpanTag(bytes: Uint8Array, tag: BinaryAnnotationReader, w: NativeWriter): void {
  const { keyAt, keyEnd, valueAt, valueEnd } = tag;
  if (isText(bytes, keyAt, keyEnd, KEY_LOCAL_COMPONENT)) w.textTagOf(TAG_COMPONENT, bytes, valueAt, valueEnd);
  else if (isAddress(bytes, keyAt, keyEnd)) {
    if (tag.hasHost) writePeer(bytes, tag.host, w);
  } else if (tag.type !== TYPE_BOOL && isTextOfAnyCase(bytes, keyAt, keyEnd, KEY_ERROR)) {
    w.boolTag(bytes, keyAt, keyEnd, errorOf(bytes, valueAt, valueEnd) !== 'false');
  } else writeTag(bytes, tag, bytes.subarray(keyAt, keyEnd), w);
}

/** The value under `key`; what cannot be read as its type becomes a text that says so. */
export function writeTag(bytes: Uint8Array, tag: BinaryAnnotationReader, key: Uint8Array, w: NativeWriter): void {
  const { valueAt, valueEnd } = tag;
  switch (tag.type) {
    case TYPE_STRING:
      w.textTagOf(key, bytes, valueAt, valueEnd);
      break;
    case TYPE_BOOL:
      w.boolTag(key, 0, key.length, valueEnd - valueAt === 1 && bytes[valueAt] === 1);
      break;
    case TYPE_BYTES:
      w.bytesTagOf(key, bytes, valueAt, valueEnd);
      break;
    case TYPE_I16:
    case TYPE_I32:
    case TYPE_I64:
    case TYPE_DOUBLE:
      writeNumber(bytes, tag, key, w);
      break;
    default:
      writeUnreadable(bytes, tag, key, `unknown zipkin annotation type: ${tag.type}`, w);
  }
}

function writePeer(bytes: Uint8Array, host: EndpointReader, w: NativeWriter): void {
  w.textTagOf(TAG_PEER_SERVICE, bytes, host.nameAt, host.nameEnd);
  if (host.ipv4 !== 0) w.intTag(TAG_PEER_IPV4, 0, TAG_PEER_IPV4.length, host.ipv4 >>> 0, 0);
  if (host.ipv6At >= 0) w.bytesTagOf(TAG_PEER_IPV6, bytes, host.ipv6At, host.ipv6End);
  if (host.port !== 0) w.intTag(TAG_PEER_PORT, 0, TAG_PEER_PORT.length, host.port & 0xffff, 0);
}

/** Bytes after the number are ignored. */
function writeNumber(bytes: Uint8Array, tag: BinaryAnnotationReader, key: Uint8Array, w: NativeWriter): void {
  const { valueAt, valueEnd } = tag;
  const view = new DataView(bytes.buffer, bytes.byteOffset + valueAt, valueEnd - valueAt);
  if (view.byteLength < NUMBER_BYTES[tag.type]!) {
    writeUnreadable(bytes, tag, key, view.byteLength === 0 ? 'EOF' : 'unexpected EOF', w);
  } else if (tag.type === TYPE_DOUBLE) w.doubleTag(key, 0, key.length, view.getUint32(4), view.getUint32(0));
  else if (tag.type === TYPE_I64) w.intTag(key, 0, key.length, view.getUint32(4), view.getUint32(0));
  else {
    const value = tag.type === TYPE_I16 ? view.getInt16(0) : view.getInt32(0);
    w.intTag(key, 0, key.length, value >>> 0, value < 0 ? 0xffff_ffff : 0);
  }
}

function writeUnreadable(
  bytes: Uint8Array,
  tag: BinaryAnnotationReader,
  key: Uint8Array,
  why: string,
  w: NativeWriter,
): void {
  const value = Buffer.from(bytes.subarray(tag.valueAt, tag.valueEnd)).toString('base64');
  const text = encoder.encode(`Cannot parse Zipkin value ${value}: ${why}`);
  w.textTagOf(key, text, 0, text.length);
}
