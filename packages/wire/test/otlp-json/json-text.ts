// Prints a request for protobufjs (fields named as in proto/) as OTLP JSON, each value in one of the ways
// that proto3 JSON allows, chosen at random. Shares nothing with the decoder.
import type { SeededRandom } from '../seeded-random.ts';

const IDS: ReadonlySet<string> = new Set(['trace_id', 'span_id', 'parent_span_id']);
const INTEGERS_64: ReadonlySet<string> = new Set([
  'start_time_unix_nano',
  'end_time_unix_nano',
  'time_unix_nano',
  'int_value',
]);
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const CODES = ['UNSET', 'OK', 'ERROR'];
const SPACES = ['', '', '', ' ', '\n\t', ' \r\n '];
const UNKNOWN = [
  '"x":1',
  '"tags":[{"a":[]},null,"]}"]',
  '"deprecatedCode":-1.5e+3',
  '"":{"y":{}}',
  '"\\u006eame2":true',
];

export function jsonText(message: unknown, random: SeededRandom): string {
  return new Printer(random).value('', message);
}

class Printer {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  value(field: string, value: unknown): string {
    const space = this.#random.pick(SPACES);
    return `${space}${this.#bare(field, value)}${this.#random.pick(SPACES)}`;
  }

  #bare(field: string, value: unknown): string {
    if (value instanceof Uint8Array) return this.#bytes(field, value);
    if (Array.isArray(value)) return `[${value.map((item) => this.value(field, item)).join(',')}]`;
    if (typeof value === 'string') return INTEGERS_64.has(field) ? this.#quotedOrNot(value) : this.#text(value);
    if (typeof value === 'number') return this.#number(field, value);
    if (typeof value === 'object' && value !== null) return this.#object(value as Record<string, unknown>);
    return String(value);
  }

  #object(value: Record<string, unknown>): string {
    const members = Object.entries(value).map(([name, item]) => `${this.#name(name)}:${this.value(name, item)}`);
    if (this.#random.below(8) === 0) members.push(this.#random.pick(UNKNOWN));
    return `{${members.join(',')}${this.#random.pick(SPACES)}}`;
  }

  #name(name: string): string {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const chosen = this.#random.below(4) === 0 ? name : camel;
    return (
      this.#random.pick(SPACES) +
      (this.#random.below(10) === 0 ? escaped(chosen) : `"${chosen}"`) +
      this.#random.pick(SPACES)
    );
  }

  #bytes(field: string, bytes: Uint8Array): string {
    const buffer = Buffer.from(bytes);
    if (IDS.has(field))
      return `"${this.#random.below(2) === 0 ? buffer.toString('hex') : buffer.toString('hex').toUpperCase()}"`;
    return `"${buffer.toString('base64')}"`;
  }

  #number(field: string, value: number): string {
    const names = field === 'kind' ? KINDS : field === 'code' ? CODES : [];
    const name = names[value];
    if (name !== undefined && this.#random.below(2) === 0)
      return `"${field === 'kind' ? 'SPAN_KIND' : 'STATUS_CODE'}_${name}"`;
    if (field === 'kind' || field === 'code') return String(value);
    if (!Number.isFinite(value)) return `"${value}"`;
    return this.#quotedOrNot(Object.is(value, -0) ? '-0' : String(value));
  }

  #quotedOrNot(digits: string): string {
    return this.#random.below(2) === 0 ? digits : `"${digits}"`;
  }

  #text(text: string): string {
    return this.#random.below(3) === 0 ? escaped(text) : JSON.stringify(text);
  }
}

/** Every UTF-16 unit as an escape. */
function escaped(text: string): string {
  let units = '';
  for (let i = 0; i < text.length; i++) units += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return `"${units}"`;
}
