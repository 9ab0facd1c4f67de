import { wrongWireType } from '../otlp/rules.ts';
import type { ProtoReader } from '../protobuf/proto-reader.ts';

/** A message by its name and the number of its last field. */
export interface MessageShape {
  readonly name: string;
  readonly lastField: number;
}

/**
 * Passes over the value of a field that `message` does not have; a field that it has, but of another wire type, is
 * refused as in Jaeger. `at` is where `tag` was read.
 */
export function passField(reader: ProtoReader, tag: number, at: number, message: MessageShape): void {
  if (tag >>> 3 <= message.lastField) throw wrongWireType(message.name, tag, at);
  reader.skip(tag);
}
