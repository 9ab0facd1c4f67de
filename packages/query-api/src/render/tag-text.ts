// Tags as v1 JSON. The part of a tag before its value depends on key and type only, and a trace has few
// distinct ones: they are built once a response.
import type { JaegerTag } from '@spoor/analysis';
import { jsonString } from './json-string.ts';

/** Beyond this many distinct keys a response builds the head anew each time. */
const MAX_HEADS = 4096;

export class TagText {
  readonly #heads: Record<JaegerTag['type'], Map<string, string>> = {
    string: new Map(),
    bool: new Map(),
    int64: new Map(),
    float64: new Map(),
    binary: new Map(),
  };

  list(tags: readonly JaegerTag[]): string {
    if (tags.length === 0) return '[]';
    let text = '[';
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      text += `${(i === 0 ? '' : ',') + this.#head(tag) + valueJson(tag)}}`;
    }
    return `${text}]`;
  }

  #head(tag: JaegerTag): string {
    const heads = this.#heads[tag.type];
    const known = heads.get(tag.key);
    if (known !== undefined) return known;
    const head = `{"key":${jsonString(tag.key)},"type":"${tag.type}","value":`;
    if (heads.size < MAX_HEADS) heads.set(tag.key, head);
    return head;
  }
}

function valueJson(tag: JaegerTag): string {
  switch (tag.type) {
    case 'string':
      return jsonString(tag.value);
    case 'bool':
      return tag.value ? 'true' : 'false';
    case 'int64':
      return intJson(tag.value);
    case 'float64':
      return floatJson(tag.value);
    case 'binary': // Go prints an empty byte slice of an `any` as null
      return tag.value.length === 0 ? 'null' : `"${base64(tag.value)}"`;
  }
}

/** What JavaScript could not hold exactly goes out as a decimal string. */
function intJson(value: number | bigint): string {
  const exact = Number.isSafeInteger(typeof value === 'bigint' ? Number(value) : value);
  return exact ? String(value) : `"${value}"`;
}

/** JavaScript and Go's encoder switch to exponents at the same sizes; minus zero is zero, as after Jaeger's protobuf. Go refuses NaN and the infinities. */
function floatJson(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return '"NaN"';
  return value > 0 ? '"+Inf"' : '"-Inf"';
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
