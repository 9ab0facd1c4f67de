// The four decoders with their memory, for who decodes one payload after the other.
import type { NameTable, SpanBatch } from '@spoor/core';
import { V1JsonReader } from './v1-json-reader.ts';
import { V1SpanWriter } from './v1-span-writer.ts';
import { V1ThriftReader } from './v1-thrift-reader.ts';
import { V2JsonReader } from './v2-json-reader.ts';
import { V2ProtoReader } from './v2-proto-reader.ts';
import { V2SpanWriter } from './v2-span-writer.ts';

/** Each method does what the function of that format does. Up to some MiB, and the payload of each format that came last, stay in memory. */
export class ZipkinDecoder {
  readonly #v1 = new V1SpanWriter();
  readonly #v2 = new V2SpanWriter();
  readonly #v1Thrift = new V1ThriftReader(this.#v1);
  readonly #v1Json = new V1JsonReader(this.#v1);
  readonly #v2Json = new V2JsonReader(this.#v2);
  readonly #v2Proto = new V2ProtoReader(this.#v2);

  v1Thrift(bytes: Uint8Array, names: NameTable, nowUs: number): SpanBatch {
    return this.#v1Thrift.decode(bytes, names, nowUs);
  }

  v1Json(bytes: Uint8Array, names: NameTable, nowUs: number): SpanBatch {
    return this.#v1Json.decode(bytes, names, nowUs);
  }

  v2Json(bytes: Uint8Array, names: NameTable): SpanBatch {
    return this.#v2Json.decode(bytes, names);
  }

  v2Proto(bytes: Uint8Array, names: NameTable): SpanBatch {
    return this.#v2Proto.decode(bytes, names);
  }
}
