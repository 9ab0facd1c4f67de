// The Resource of a group of spans as a jaeger.api_v2 Process.
import type { Resource, SpanBatch } from '@spoor/core';
import { readResource } from '../otlp/read-span.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import type { AttributeEncoder } from './attribute-encoder.ts';
import { PROCESS_SERVICE, PROCESS_TAG } from './fields.ts';
import type { MessageSink } from './message-sink.ts';
import { writeTag } from './tag-writer.ts';

const SERVICE_KEY = 'service.name';
const SERVICE_NAME = new TextEncoder().encode(SERVICE_KEY);
const RESOURCE_ATTRIBUTE = 0x0a;
const SERVICE_FIELD = 1;
const TAGS_FIELD = 2;

export class ProcessEncoder {
  readonly #sink: MessageSink;
  readonly #attributes: AttributeEncoder;

  constructor(sink: MessageSink, attributes: AttributeEncoder) {
    this.#sink = sink;
    this.#attributes = attributes;
  }

  /** Writes the fields of the Process that is `resource` of `batch`. */
  encode(batch: SpanBatch, resource: number, isNative: boolean): void {
    const start = this.#sink.pos;
    if (isNative && this.#copy(batch, resource)) return;
    this.#sink.pos = start;
    const { at, bytes, schemaAt, schemaBytes } = batch.resources;
    const read = readResource(
      batch.bytes,
      at[resource]!,
      bytes[resource]!,
      schemaAt[resource]!,
      schemaBytes[resource]!,
    );
    const fields = processOf(read, isNative);
    this.#sink.reserve(fields.length);
    this.#sink.copy(fields, 0, fields.length);
  }

  /** The quick way for what our writer wrote: the service's name first, then tags. */
  #copy(batch: SpanBatch, resource: number): boolean {
    const { bytes } = batch;
    const at = batch.resources.at[resource]!;
    const length = batch.resources.bytes[resource]!;
    this.#sink.reserve(2 * length + 64);
    const r = new ProtoReader(bytes, at, at + length);
    for (let isFirst = true; r.pos < r.end; isFirst = false) {
      if (r.tag() !== RESOURCE_ATTRIBUTE) return false;
      const stop = r.lengthEnd();
      if (isFirst) {
        if (!this.#attributes.read(bytes, r.pos, stop) || !this.#attributes.isText(bytes, SERVICE_NAME)) return false;
        this.#attributes.textField(bytes, PROCESS_SERVICE);
      } else if (!this.#attributes.encode(bytes, r.pos, stop, PROCESS_TAG)) return false;
      r.pos = stop;
    }
    return length > 0;
  }
}

/** A native process may have tags of that key beside its name; for any other the key is the name's alone. */
function processOf(resource: Resource, isNative: boolean): Uint8Array {
  const { attributes, serviceName } = resource;
  const w = new ProtoWriter();
  const own = attributes.findIndex(({ key }) => key === SERVICE_KEY);
  const sent = isNative && own >= 0 ? attributes[own]!.value : null;
  w.text(SERVICE_FIELD, sent?.type === 'string' ? sent.value : serviceName);
  for (const [i, attribute] of attributes.entries()) {
    if (i !== own && (isNative || attribute.key !== SERVICE_KEY)) writeTag(w, TAGS_FIELD, attribute);
  }
  return w.finish();
}
