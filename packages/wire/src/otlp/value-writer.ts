// Attribute lists as repeated KeyValue fields.
import type { Attribute, AttributeValue } from '@spoor/core';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';

/** Every attribute as one KeyValue under `field`. */
export function writeAttributes(w: ProtoWriter, field: number, attributes: readonly Attribute[]): void {
  for (const { key, value } of attributes) {
    const message = w.open(field);
    if (key !== '') w.text(1, key);
    writeValue(w, 2, value);
    w.close(message);
  }
}

/** An AnyValue under `field`; the members of a oneof are written even when they are defaults. */
function writeValue(w: ProtoWriter, field: number, value: AttributeValue): void {
  const message = w.open(field);
  switch (value.type) {
    case 'string':
      w.text(1, value.value);
      break;
    case 'bool':
      w.bool(2, value.value);
      break;
    case 'int':
      w.int(3, value.value);
      break;
    case 'double':
      w.double(4, value.value);
      break;
    case 'array': {
      const list = w.open(5);
      for (const item of value.value) writeValue(w, 1, item);
      w.close(list);
      break;
    }
    case 'map': {
      const list = w.open(6);
      writeAttributes(w, 1, value.value);
      w.close(list);
      break;
    }
    case 'bytes':
      w.bytes(7, value.value);
      break;
    case 'empty':
      break;
  }
  w.close(message);
}
