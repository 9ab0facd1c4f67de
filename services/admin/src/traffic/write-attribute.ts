// Attributes as KeyValue messages in field `field` of the message that is open.
import type { ProtoWriter } from '@spoor/wire';

export function writeText(writer: ProtoWriter, field: number, key: string, text: string): void {
  const attribute = writer.open(field);
  writer.text(1, key);
  const value = writer.open(2);
  writer.text(1, text);
  writer.close(value);
  writer.close(attribute);
}

export function writeInt(writer: ProtoWriter, field: number, key: string, int: number): void {
  const attribute = writer.open(field);
  writer.text(1, key);
  const value = writer.open(2);
  writer.int(3, int);
  writer.close(value);
  writer.close(attribute);
}
