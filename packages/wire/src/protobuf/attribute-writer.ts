// One OTLP KeyValue of any type under a field of the message being written, without an object for it.
import type { ProtoWriter } from './proto-writer.ts';

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
