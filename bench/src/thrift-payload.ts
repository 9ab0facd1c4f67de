// The sample spans as Jaeger clients send them: jaeger.thrift batches in either protocol. Written plainly; not
// measured.
import type { Attribute, Span, Trace } from '@spoor/core';

const BOOL = 2;
const I32 = 8;
const I64 = 10;
const STRING = 11;
const STRUCT = 12;
const LIST = 15;
const COMPACT_TYPES: Readonly<Record<number, number>> = { [I32]: 5, [I64]: 6, [STRING]: 8, [LIST]: 9, [STRUCT]: 12 };
const KINDS: readonly string[] = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

class ThriftOutput {
  readonly #isCompact: boolean;
  readonly #bytes: number[] = [];
  #fieldId = 0;

  constructor(isCompact: boolean) {
    this.#isCompact = isCompact;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** The envelope of a one-way call. */
  call(method: string): void {
    this.#bytes.push(...(this.#isCompact ? [0x82, (4 << 5) | 1, 1] : [0x80, 1, 0, 4]));
    this.#text(method);
    if (!this.#isCompact) this.#fixed(1n, 4);
  }

  struct(fields: () => void): void {
    const outer = this.#fieldId;
    this.#fieldId = 0;
    fields();
    this.#bytes.push(0);
    this.#fieldId = outer;
  }

  structField(id: number, fields: () => void): void {
    this.#head(id, STRUCT);
    this.struct(fields);
  }

  structs<T>(id: number, items: readonly T[], fields: (item: T) => void): void {
    this.#head(id, LIST);
    if (!this.#isCompact) {
      this.#bytes.push(STRUCT);
      this.#fixed(BigInt(items.length), 4);
    } else if (items.length < 15) this.#bytes.push((items.length << 4) | STRUCT);
    else {
      this.#bytes.push(0xf0 | STRUCT);
      this.#varint(BigInt(items.length));
    }
    for (const item of items) this.struct(() => fields(item));
  }

  text(id: number, value: string): void {
    this.#head(id, STRING);
    this.#text(value);
  }

  int32(id: number, value: number): void {
    this.#head(id, I32);
    this.#integer(BigInt(value), 4);
  }

  int64(id: number, value: bigint): void {
    this.#head(id, I64);
    this.#integer(BigInt.asIntN(64, value), 8);
  }

  bool(id: number, value: boolean): void {
    if (this.#isCompact) {
      this.#bytes.push(((id - this.#fieldId) << 4) | (value ? 1 : 2));
      this.#fieldId = id;
    } else {
      this.#head(id, BOOL);
      this.#bytes.push(value ? 1 : 0);
    }
  }

  #head(id: number, type: number): void {
    if (this.#isCompact) this.#bytes.push(((id - this.#fieldId) << 4) | COMPACT_TYPES[type]!);
    else this.#bytes.push(type, id >> 8, id & 0xff);
    this.#fieldId = id;
  }

  #text(value: string): void {
    const bytes = Buffer.from(value);
    if (this.#isCompact) this.#varint(BigInt(bytes.length));
    else this.#fixed(BigInt(bytes.length), 4);
    this.#bytes.push(...bytes);
  }

  #integer(value: bigint, width: number): void {
    if (this.#isCompact) this.#varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
    else this.#fixed(value, width);
  }

  #fixed(value: bigint, width: number): void {
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8)
      this.#bytes.push(Number((value >> BigInt(shift)) & 0xffn));
  }

  #varint(value: bigint): void {
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) this.#bytes.push(Number(rest & 0x7fn) | 0x80);
    this.#bytes.push(Number(rest));
  }
}

/** A body for 14268. */
export function thriftBatch(traces: readonly Trace[]): Uint8Array {
  const out = new ThriftOutput(false);
  out.struct(() => batch(out, traces));
  return out.finish();
}

/** A datagram for 6831 (compact) or 6832. */
export function emitBatch(traces: readonly Trace[], isCompact: boolean): Uint8Array {
  const out = new ThriftOutput(isCompact);
  out.call('emitBatch');
  out.struct(() => out.structField(1, () => batch(out, traces)));
  return out.finish();
}

function batch(out: ThriftOutput, traces: readonly Trace[]): void {
  const spans = traces.flatMap((trace) => trace.spans);
  const { resource } = spans[0]!;
  out.structField(1, () => {
    out.text(1, resource.serviceName);
    out.structs(2, resource.attributes.slice(1), (attribute) => tag(out, attribute));
  });
  out.structs(2, spans, (each) => span(out, each));
}

function span(out: ThriftOutput, { attributes, kind, events, ...span }: Span): void {
  out.int64(1, BigInt(`0x${span.traceId.slice(16)}`));
  out.int64(2, BigInt(`0x${span.traceId.slice(0, 16)}`));
  out.int64(3, BigInt(`0x${span.spanId}`));
  out.int64(4, BigInt(`0x${span.parentSpanId || '0'}`));
  out.text(5, span.name);
  out.int32(7, 1);
  out.int64(8, BigInt(span.startUs));
  out.int64(9, BigInt(Math.floor(span.durationNs / 1000)));
  const kindTag: Attribute = { key: 'span.kind', value: { type: 'string', value: KINDS[kind]! } };
  out.structs(10, [...attributes, kindTag], (attribute) => tag(out, attribute));
  if (events.length === 0) return;
  out.structs(11, events, (event) => {
    out.int64(1, BigInt(event.timeUs));
    const name: Attribute = { key: 'event', value: { type: 'string', value: event.name } };
    out.structs(2, [name, ...event.attributes], (attribute) => tag(out, attribute));
  });
}

function tag(out: ThriftOutput, { key, value }: Attribute): void {
  out.text(1, key);
  if (value.type === 'string') {
    out.int32(2, 0);
    out.text(3, value.value);
  } else if (value.type === 'bool') {
    out.int32(2, 2);
    out.bool(5, value.value);
  } else if (value.type === 'int') {
    out.int32(2, 3);
    out.int64(6, BigInt(value.value));
  } else throw new Error(`no sample has a tag of type ${value.type}`);
}
