// Protobuf fields byte by byte, for messages that no well-behaved encoder writes.

/** Minimal varint of any non-negative integer. */
export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** The same value in exactly `length` bytes. */
export function paddedVarint(value: number | bigint, length: number): Uint8Array {
  const bytes = [...varint(value)];
  while (bytes.length < length) {
    bytes[bytes.length - 1] = bytes.at(-1)! | 0x80;
    bytes.push(0);
  }
  return Uint8Array.from(bytes);
}

export function tag(field: number, wire: number): Uint8Array {
  return varint(field * 8 + wire);
}

export function varintField(field: number, value: number | bigint): Uint8Array {
  return cat(tag(field, 0), varint(value));
}

export function fixed64Field(field: number, value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return cat(tag(field, 1), bytes);
}

export function fixed32Field(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return cat(tag(field, 5), bytes);
}

/** A string, bytes or message field of these parts. */
export function field(number: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const content = cat(...parts);
  return cat(tag(number, 2), varint(content.length), content);
}

export function cat(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))));
}

export const TRACE_ID: Uint8Array = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
export const SPAN_ID: Uint8Array = Uint8Array.from({ length: 8 }, (_, i) => 0xa1 + i);

/** An OTLP string attribute under field number `number`. */
export function attribute(number: number, key: string | Uint8Array, value: string | Uint8Array): Uint8Array {
  return field(number, field(1, key), field(2, field(1, value)));
}

/** A request with one resource (service `svc`), one empty scope and one span of these fields. */
export function requestOf(...spanFields: readonly Uint8Array[]): Uint8Array {
  return field(1, field(1, attribute(1, 'service.name', 'svc')), field(2, field(1), field(2, ...spanFields)));
}
