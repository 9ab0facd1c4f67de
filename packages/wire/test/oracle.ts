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

function load(textAs: 'string' | 'bytes'): protobuf.Type {
  const root = new protobuf.Root();
  for (const file of readdirSync(PROTO, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.proto'),
  )) {
    const source = readFileSync(join(PROTO, file), 'utf8').replace(/^(\s*(?:repeated )?)string /gm, `$1${textAs} `);
    protobuf.parse(source, root, { keepCase: true });
  }
  root.resolveAll();
  return root.lookupType('opentelemetry.proto.trace.v1.TracesData');
}

const STRICT = load('string');
const LENIENT = load('bytes');

/** protobufjs' encoding of a TracesData given as a plain object with the field names of proto/. */
export function encodeByOracle(message: Message): Uint8Array {
  return Uint8Array.from(STRICT.encode(STRICT.fromObject(message)).finish());
}

/** TracesData with absent fields absent, texts and ids as bytes, 64-bit numbers as Long. Throws what protobufjs throws. */
export function decodeByOracle(bytes: Uint8Array): Message {
  return LENIENT.decode(bytes) as unknown as Message;
}
