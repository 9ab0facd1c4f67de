// Members of one JSON object as text, zero values left out as proto3 JSON does. Doubles and escapes are
// written as Jaeger writes them.
import type { Attribute, AttributeValue } from '@spoor/core';

const ZERO_ID = /^0*$/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Builds one object; `end` gives its text. */
export class JsonObject {
  #text = '';

  end(): string {
    return `{${this.#text}}`;
  }

  /** `json` is JSON text. */
  raw(name: string, json: string): void {
    this.#text += `${this.#text === '' ? '' : ','}"${name}":${json}`;
  }

  text(name: string, value: string): void {
    if (value !== '') this.raw(name, quoted(value));
  }

  /** Hex digits; an id of zeros is no id. */
  id(name: string, digits: string): void {
    if (!ZERO_ID.test(digits)) this.raw(name, `"${digits}"`);
  }

  number(name: string, value: number): void {
    if (value !== 0) this.raw(name, String(value));
  }

  /** Nanoseconds since the epoch as digits. */
  nanos(name: string, digits: string): void {
    if (digits !== '0') this.raw(name, `"${digits}"`);
  }

  /** Items are JSON texts. */
  list(name: string, items: readonly string[]): void {
    if (items.length > 0) this.raw(name, `[${items.join(',')}]`);
  }

  attributes(attributes: readonly Attribute[]): void {
    this.list('attributes', attributes.map(attributeJson));
  }
}

function attributeJson({ key, value }: Attribute): string {
  const object = new JsonObject();
  object.text('key', key);
  object.raw('value', valueJson(value));
  return object.end();
}

function valueJson(value: AttributeValue): string {
  switch (value.type) {
    case 'string':
      return `{"stringValue":${quoted(value.value)}}`;
    case 'bool':
      return `{"boolValue":${value.value}}`;
    case 'int':
      return `{"intValue":"${value.value}"}`;
    case 'double':
      return `{"doubleValue":${doubleJson(value.value)}}`;
    case 'bytes':
      return `{"bytesValue":"${Buffer.from(value.value).toString('base64')}"}`;
    case 'array':
      return `{"arrayValue":${valuesJson(value.value.map(valueJson))}}`;
    case 'map':
      return `{"kvlistValue":${valuesJson(value.value.map(attributeJson))}}`;
    case 'empty':
      return '{}';
  }
}

function valuesJson(items: readonly string[]): string {
  const object = new JsonObject();
  object.list('values', items);
  return object.end();
}

/** A byte that was not UTF-8, marked by a lone surrogate, is shown as U+FFFD. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(LONE_SURROGATE, '\ufffd'));
}

/** Shortest digits that read back exactly; an exponent has two digits at least. */
function doubleJson(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value).replace(/e([+-])(\d)$/, 'e$10$2');
  return Number.isNaN(value) ? '"NaN"' : value > 0 ? '"Infinity"' : '"-Infinity"';
}
