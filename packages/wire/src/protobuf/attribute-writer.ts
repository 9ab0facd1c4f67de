// One OTLP KeyValue under a field of the message being written, without an object for it.
import type { ProtoWriter } from './proto-writer.ts';

/** A text: key and value are ranges of bytes. */
export function writeTextAttribute(
  w: ProtoWriter,
  field: number,
  keySource: Uint8Array,
  keyStart: number,
  keyEnd: number,
  source: Uint8Array,
  start: number,
  end: number,
): void {
  const text = fieldBytes(end - start);
  w.sized(field, fieldBytes(keyEnd - keyStart) + fieldBytes(text));
  w.range(1, keySource, keyStart, keyEnd);
  w.sized(2, text);
  w.range(1, source, start, end);
}

/** A value of any type: write its member of the oneof (1 text, 2 bool, 3 int, 4 double, 7 bytes), then `closeAttribute`. */
export function openAttribute(w: ProtoWriter, field: number, key: Uint8Array, start: number, end: number): number {
  const attribute = w.open(field);
  w.range(1, key, start, end);
  w.open(2);
  return attribute;
}

/** `attribute` is what `openAttribute` answered; `value` the length of the writer before the value was written. */
export function closeAttribute(w: ProtoWriter, attribute: number, value: number): void {
  w.close(value);
  w.close(attribute);
}

/** Of a field 1 to 15 with a length in front. */
function fieldBytes(length: number): number {
  let head = 2;
  for (let limit = 0x80; length >= limit; limit *= 0x80) head++;
  return head + length;
}
