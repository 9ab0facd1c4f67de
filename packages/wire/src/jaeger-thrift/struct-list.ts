import { malformed } from '../protobuf/malformed.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { STRUCT, typeName } from '../thrift/thrift-types.ts';

/** Reads the head of a list of structs; an empty list may claim any element type, as some writers do. */
export function structListSize(r: ThriftReader): number {
  const at = r.pos;
  const size = r.listSize();
  if (size !== 0 && r.elementType !== STRUCT) {
    throw malformed(`a list of ${typeName(r.elementType)} where structs belong`, at);
  }
  return size;
}
