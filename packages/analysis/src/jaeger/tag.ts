// Jaeger's key-value model (five types) and its order. The OTLP types that Jaeger has no word for become
// strings: empty as '', arrays and maps as JSON text.
import { type Attribute, jsonText } from '@spoor/core';

/** An int64 outside ±2^53 is a bigint. */
export type JaegerTag =
  | { readonly key: string; readonly type: 'string'; readonly value: string }
  | { readonly key: string; readonly type: 'bool'; readonly value: boolean }
  | { readonly key: string; readonly type: 'int64'; readonly value: number | bigint }
  | { readonly key: string; readonly type: 'float64'; readonly value: number }
  | { readonly key: string; readonly type: 'binary'; readonly value: Uint8Array };

export function tagOf(attribute: Attribute): JaegerTag {
  const { key, value } = attribute;
  switch (value.type) {
    case 'string':
      return { key, type: 'string', value: value.value };
    case 'bool':
      return { key, type: 'bool', value: value.value };
    case 'int':
      return { key, type: 'int64', value: value.value };
    case 'double':
      return { key, type: 'float64', value: value.value };
    case 'bytes':
      return { key, type: 'binary', value: value.value };
    case 'array':
    case 'map':
      return { key, type: 'string', value: jsonText(value) };
    case 'empty':
      return { key, type: 'string', value: '' };
  }
}

/** The order of the numbers in api_v2's ValueType. */
const TYPE_RANK: Readonly<Record<JaegerTag['type'], number>> = { string: 0, bool: 1, int64: 2, float64: 3, binary: 4 };

/** By key, then type, then value: the order of tags in an adjusted v1 answer. */
export function compareTags(a: JaegerTag, b: JaegerTag): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.type !== b.type) return TYPE_RANK[a.type] - TYPE_RANK[b.type];
  if (a.type === 'binary' && b.type === 'binary') return Buffer.compare(a.value, b.value);
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** Sorts in place and returns `tags`. */
export function sortTags(tags: JaegerTag[]): JaegerTag[] {
  return tags.sort(compareTags);
}

/** Sorts log fields in place as adjusted answers do: the first string field `event` leads, the rest in tag order. */
export function sortLogFields(fields: JaegerTag[]): JaegerTag[] {
  const at = fields.findIndex((field) => field.key === 'event' && field.type === 'string');
  const event = at < 0 ? [] : fields.splice(at, 1);
  fields.sort(compareTags);
  fields.unshift(...event);
  return fields;
}
