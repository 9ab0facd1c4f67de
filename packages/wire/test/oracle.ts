// The independent decoder: protobufjs over proto/. Its string fields are loaded as bytes, because protobufjs
// refuses texts that are not UTF-8 and Jaeger does not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

const PROTO = new URL('../../../proto/', import.meta.url).pathname;

/** Fields under their names in proto/. */
export interface Message {
  /** Of a decoded AnyValue: the name of the field that is set. */
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

function load(textAs: 'string' | 'bytes'): protobuf.Root {
  const root = new protobuf.Root();
  for (const file of readdirSync(PROTO, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.proto'),
  )) {
    const source = readFileSync(join(PROTO, file), 'utf8').replace(/^(\s*(?:repeated )?)string /gm, `$1${textAs} `);
    protobuf.parse(source, root, { keepCase: true });
  }
  root.resolveAll();
  return root;
}

const STRICT = load('string');
const LENIENT = load('bytes');
const TRACES_DATA = 'opentelemetry.proto.trace.v1.TracesData';
const POST_SPANS = 'jaeger.api_v2.PostSpansRequest';

/** protobufjs' encoding of a TracesData given as a plain object with the field names of proto/. */
export function encodeByOracle(message: Message): Uint8Array {
  return encode(TRACES_DATA, message);
}

/** The same of a jaeger.api_v2 PostSpansRequest. */
export function encodePostSpansByOracle(message: Message): Uint8Array {
  return encode(POST_SPANS, message);
}

/** The same of a zipkin.proto3 ListOfSpans. */
export function encodeZipkinByOracle(message: Message): Uint8Array {
  return encode('zipkin.proto3.ListOfSpans', message);
}

function encode(name: string, message: Message): Uint8Array {
  const type = STRICT.lookupType(name);
  return Uint8Array.from(type.encode(type.fromObject(message)).finish());
}

/** TracesData with absent fields absent, texts and ids as bytes, 64-bit numbers as Long. Throws what protobufjs throws. */
export function decodeByOracle(bytes: Uint8Array): Message {
  return LENIENT.lookupType(TRACES_DATA).decode(bytes) as unknown as Message;
}

/** The same of a jaeger.api_v2 PostSpansRequest. */
export function decodePostSpansByOracle(bytes: Uint8Array): Message {
  return LENIENT.lookupType(POST_SPANS).decode(bytes) as unknown as Message;
}
