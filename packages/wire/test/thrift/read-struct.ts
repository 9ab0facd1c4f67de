// Everything a reader says of a struct, in the oracle's form. Maps are passed over: no driver reads one.
import type { ThriftReader } from '../../src/thrift/thrift-reader.ts';
import {
  BOOL,
  BYTE,
  DOUBLE,
  fieldIdOf,
  I16,
  I32,
  I64,
  LIST,
  MAP,
  SET,
  STRING,
  STRUCT,
  typeName,
} from '../../src/thrift/thrift-types.ts';
import type { Struct, ThriftValue, TypeName } from './thrift-oracle.ts';

export function readStruct(r: ThriftReader): Struct {
  const fields: [number, ThriftValue][] = [];
  const mark = r.beginStruct();
  for (let field = r.field(); field !== 0; field = r.field()) {
    const type = field & 15;
    if (type === MAP) r.skip(field);
    else fields.push([fieldIdOf(field), readValue(r, type)]);
  }
  r.endStruct(mark);
  return fields;
}

/** What `readStruct` answers for a struct that was written. */
export function withoutMaps(fields: Struct): Struct {
  return fields.filter(([, { type }]) => type !== 'map').map(([id, value]) => [id, valueWithoutMaps(value)]);
}

function valueWithoutMaps(value: ThriftValue): ThriftValue {
  if (value.type === 'struct') return { type: 'struct', value: withoutMaps(value.value) };
  if (value.type !== 'list' && value.type !== 'set') return value;
  if (value.of === 'map') return { ...value, value: [] };
  return { ...value, value: value.value.map(valueWithoutMaps) };
}

function readValue(r: ThriftReader, type: number): ThriftValue {
  switch (type) {
    case BOOL:
      return { type: 'bool', value: r.bool() };
    case BYTE:
      return { type: 'byte', value: (r.byte() << 24) >> 24 };
    case I16:
      return { type: 'i16', value: r.int16() };
    case I32:
      return { type: 'i32', value: r.int32() };
    case I64:
      r.int64();
      return { type: 'i64', value: BigInt.asIntN(64, bits(r)) };
    case DOUBLE:
      r.double();
      return { type: 'double', value: new Float64Array(BigUint64Array.of(bits(r)).buffer)[0]! };
    case STRING: {
      const end = r.stringEnd();
      const value = r.bytes.slice(r.pos, end);
      r.pos = end;
      return { type: 'string', value };
    }
    case STRUCT:
      return { type: 'struct', value: readStruct(r) };
    case LIST:
    case SET:
      return readList(r, type === LIST ? 'list' : 'set');
    default:
      throw new Error(`type ${type}`);
  }
}

function readList(r: ThriftReader, type: 'list' | 'set'): ThriftValue {
  const size = r.listSize();
  const { elementType } = r;
  const of = typeName(elementType) as TypeName;
  const value: ThriftValue[] = [];
  for (let left = size; left > 0; left--) {
    if (elementType === MAP) r.skip(MAP);
    else value.push(readValue(r, elementType));
  }
  return { type, of, value };
}

function bits({ hi, lo }: ThriftReader): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo);
}
