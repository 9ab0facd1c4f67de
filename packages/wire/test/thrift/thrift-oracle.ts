// The independent codec: npm thrift's protocols, driven by plain values that say their types. Texts are bytes,
// 64-bit integers bigints.
import { Int64, TBinaryProtocol, TCompactProtocol, TFramedTransport, Thrift, type TProtocol } from 'thrift';

export type Protocol = 'compact' | 'binary';
export const PROTOCOLS: readonly Protocol[] = ['compact', 'binary'];

export type ThriftValue =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'byte'; readonly value: number }
  | { readonly type: 'i16'; readonly value: number }
  | { readonly type: 'i32'; readonly value: number }
  | { readonly type: 'i64'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: Uint8Array }
  | { readonly type: 'struct'; readonly value: Struct }
  | { readonly type: 'list' | 'set'; readonly of: TypeName; readonly value: readonly ThriftValue[] }
  | { readonly type: 'map'; readonly value: readonly (readonly [ThriftValue, ThriftValue])[] };
export type TypeName = ThriftValue['type'];

/** Fields in the order in which they are written. */
export type Struct = readonly (readonly [id: number, value: ThriftValue])[];

const { Type } = Thrift;
const TYPES: Readonly<Record<TypeName, Thrift.Type>> = {
  bool: Type.BOOL,
  byte: Type.BYTE,
  i16: Type.I16,
  i32: Type.I32,
  i64: Type.I64,
  double: Type.DOUBLE,
  string: Type.STRING,
  struct: Type.STRUCT,
  list: Type.LIST,
  set: Type.SET,
  map: Type.MAP,
};
const NAMES: ReadonlyMap<Thrift.Type, TypeName> = new Map(
  Object.entries(TYPES).map(([name, type]) => [type, name as TypeName]),
);

export const bool = (value: boolean): ThriftValue => ({ type: 'bool', value });
export const i16 = (value: number): ThriftValue => ({ type: 'i16', value });
export const i32 = (value: number): ThriftValue => ({ type: 'i32', value });
export const i64 = (value: bigint | number): ThriftValue => ({ type: 'i64', value: BigInt.asIntN(64, BigInt(value)) });
export const double = (value: number): ThriftValue => ({ type: 'double', value });
export const text = (value: string | Uint8Array): ThriftValue => ({
  type: 'string',
  value: Uint8Array.from(Buffer.from(value)),
});
export const struct = (value: Struct): ThriftValue => ({ type: 'struct', value });
export const structs = (values: readonly Struct[]): ThriftValue => ({
  type: 'list',
  of: 'struct',
  value: values.map(struct),
});

export function encodeStruct(protocol: Protocol, fields: Struct): Uint8Array {
  return written(protocol, (p) => writeStruct(p, fields));
}

/** A whole message; `type` is Thrift's: 1 call, 2 reply, 4 one-way. */
export function encodeCall(protocol: Protocol, method: string, args: Struct, type = 4, seqId = 1): Uint8Array {
  return written(protocol, (p) => {
    p.writeMessageBegin(method, type, seqId);
    writeStruct(p, args);
    p.writeMessageEnd();
  });
}

/** @throws whatever npm thrift does */
export function decodeStruct(protocol: Protocol, bytes: Uint8Array): Struct {
  return readStruct(reader(protocol, bytes));
}

/** The same behind the head of a message. */
export function decodeCall(protocol: Protocol, bytes: Uint8Array): { readonly method: string; readonly args: Struct } {
  const p = reader(protocol, bytes);
  const { fname } = p.readMessageBegin();
  return { method: fname, args: readStruct(p) };
}

function written(protocol: Protocol, write: (p: TProtocol) => void): Uint8Array {
  const parts: Buffer[] = [];
  const transport = new TFramedTransport(Buffer.alloc(0));
  transport.write = (part: Buffer | string) => {
    parts.push(Buffer.from(part));
  };
  write(protocol === 'compact' ? new TCompactProtocol(transport) : new TBinaryProtocol(transport, true, true));
  return Uint8Array.from(Buffer.concat(parts));
}

function reader(protocol: Protocol, bytes: Uint8Array): TProtocol {
  const transport = new TFramedTransport(Buffer.from(bytes));
  if (protocol === 'compact') return new TCompactProtocol(transport);
  const binary = new TBinaryProtocol(transport, false, true);
  binary.readBool = () => binary.readByte() === 1; // as Go has it; npm thrift takes any other byte for true
  return binary;
}

function writeStruct(p: TProtocol, fields: Struct): void {
  p.writeStructBegin('');
  for (const [id, value] of fields) {
    p.writeFieldBegin('', TYPES[value.type], id);
    writeValue(p, value);
    p.writeFieldEnd();
  }
  p.writeFieldStop();
  p.writeStructEnd();
}

function writeValue(p: TProtocol, value: ThriftValue): void {
  switch (value.type) {
    case 'bool':
      p.writeBool(value.value);
      break;
    case 'byte':
      p.writeByte(value.value);
      break;
    case 'i16':
      p.writeI16(value.value);
      break;
    case 'i32':
      p.writeI32(value.value);
      break;
    case 'i64':
      p.writeI64(int64Of(value.value));
      break;
    case 'double':
      p.writeDouble(value.value);
      break;
    case 'string':
      p.writeBinary(Buffer.from(value.value));
      break;
    case 'struct':
      writeStruct(p, value.value);
      break;
    case 'map':
      writeMap(p, value.value);
      break;
    default:
      p.writeListBegin(TYPES[value.of], value.value.length);
      for (const item of value.value) writeValue(p, item);
  }
}

function writeMap(p: TProtocol, entries: readonly (readonly [ThriftValue, ThriftValue])[]): void {
  const [first] = entries;
  p.writeMapBegin(TYPES[first?.[0].type ?? 'i32'], TYPES[first?.[1].type ?? 'i32'], entries.length);
  for (const [key, value] of entries) {
    writeValue(p, key);
    writeValue(p, value);
  }
}

function readStruct(p: TProtocol): Struct {
  const fields: [number, ThriftValue][] = [];
  p.readStructBegin();
  for (;;) {
    const { ftype, fid } = p.readFieldBegin();
    if (ftype === Type.STOP) break;
    fields.push([fid, readValue(p, ftype)]);
    p.readFieldEnd();
  }
  p.readStructEnd();
  return fields;
}

function readValue(p: TProtocol, type: Thrift.Type): ThriftValue {
  const name = NAMES.get(type);
  switch (name) {
    case 'bool':
      return { type: name, value: p.readBool() };
    case 'byte':
      return { type: name, value: p.readByte() };
    case 'i16':
      return { type: name, value: p.readI16() };
    case 'i32':
      return { type: name, value: p.readI32() };
    case 'i64':
      return { type: name, value: p.readI64().toBuffer().readBigInt64BE() };
    case 'double':
      return { type: name, value: p.readDouble() };
    case 'string':
      return { type: name, value: Uint8Array.from(Buffer.from(p.readBinary())) };
    case 'struct':
      return { type: name, value: readStruct(p) };
    case 'list':
    case 'set':
      return readList(p, name);
    case 'map':
      return readMap(p);
    default:
      throw new Error(`type ${type}`);
  }
}

function readList(p: TProtocol, type: 'list' | 'set'): ThriftValue {
  const { etype, size } = p.readListBegin();
  const value = Array.from({ length: size }, () => readValue(p, etype));
  return { type, of: NAMES.get(etype) ?? 'struct', value };
}

function readMap(p: TProtocol): ThriftValue {
  const { ktype, vtype, size } = p.readMapBegin();
  return {
    type: 'map',
    value: Array.from({ length: size }, () => [readValue(p, ktype), readValue(p, vtype)] as const),
  };
}

function int64Of(value: bigint): Int64 {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return new Int64(bytes);
}
