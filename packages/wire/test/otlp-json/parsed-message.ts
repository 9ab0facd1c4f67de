// What JSON.parse reads, as a request for protobufjs: an independent reading of recorded OTLP JSON.
import type { Message } from '../oracle.ts';

const IDS: ReadonlySet<string> = new Set(['trace_id', 'span_id', 'parent_span_id']);
const NAMES: readonly string[] = [
  'UNSPECIFIED',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
  'UNSET',
  'OK',
  'ERROR',
];

type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown;

/** Numbers keep all their digits: they are answered as text. */
export function parsedMessage(bytes: Uint8Array): Message {
  const keepDigits: Reviver = (_key, value, { source }) => (typeof value === 'number' ? source : value);
  const parse = JSON.parse as (text: string, reviver: Reviver) => Record<string, unknown>;
  return messageOf(parse(Buffer.from(bytes).toString(), keepDigits));
}

function messageOf(object: Readonly<Record<string, unknown>>): Message {
  const entries = Object.entries(object).map(([name, value]) => {
    const field = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [field, messageValue(field, value)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function messageValue(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => messageValue(field, item));
  if (typeof value === 'object' && value !== null) return messageOf(value as Record<string, unknown>);
  if (typeof value !== 'string') return value;
  if (IDS.has(field)) return Uint8Array.from(Buffer.from(value, 'hex'));
  if (field === 'bytes_value') return Uint8Array.from(Buffer.from(value, 'base64'));
  if (field === 'kind' || field === 'code') return enumOf(value);
  if (field === 'double_value' || field === 'flags' || field.startsWith('dropped_')) return Number(value);
  return value;
}

function enumOf(value: string): number {
  const index = NAMES.findIndex((name) => value.endsWith(`_${name}`));
  return index < 0 ? Number(value) : index % 6;
}
