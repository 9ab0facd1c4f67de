// The OTLP trace messages as a table: what a one-byte tag means inside each message. The walk looks every
// field up here, so that a request with malformed nested bytes is refused whole, as Jaeger does.
import { malformed } from '../protobuf/malformed.ts';

// What to do with a field. Unknown fields and known scalars are passed over by wire type alone.
export const REFUSE = 0;
export const PASS_VARINT = 1;
export const PASS_FIXED64 = 2;
export const PASS_FIXED32 = 3;
/** This one and all after it have a length in front. */
export const PASS_LENGTH = 4;
export const TRACE_ID = 5;
export const SPAN_ID = 6;
/** From here on: a message; the rule minus this is its type. */
export const MESSAGE = 8;

// Message types whose inside is checked by the table alone.
export const ANY_VALUE = 0;
export const KEY_VALUE = 1;
const ARRAY_VALUE = 2;
const KEY_VALUE_LIST = 3;
const EVENT = 4;
const LINK = 5;
const STATUS = 6;
export const RESOURCE = 7;
export const SCOPE = 8;
const ENTITY_REF = 9;
export const SPAN = 10;

/** AnyValue inside AnyValue, the outermost counted. */
export const MAX_VALUE_DEPTH = 64;

type Fields = Readonly<Record<number, number>>;

const MESSAGES: readonly { readonly name: string; readonly fields: Fields }[] = [
  {
    name: 'AnyValue',
    fields: {
      1: PASS_LENGTH,
      2: PASS_VARINT,
      3: PASS_VARINT,
      4: PASS_FIXED64,
      5: MESSAGE + ARRAY_VALUE,
      6: MESSAGE + KEY_VALUE_LIST,
      7: PASS_LENGTH,
    },
  },
  { name: 'KeyValue', fields: { 1: PASS_LENGTH, 2: MESSAGE + ANY_VALUE } },
  { name: 'ArrayValue', fields: { 1: MESSAGE + ANY_VALUE } },
  { name: 'KeyValueList', fields: { 1: MESSAGE + KEY_VALUE } },
  { name: 'Span.Event', fields: { 1: PASS_FIXED64, 2: PASS_LENGTH, 3: MESSAGE + KEY_VALUE, 4: PASS_VARINT } },
  {
    name: 'Span.Link',
    fields: { 1: TRACE_ID, 2: SPAN_ID, 3: PASS_LENGTH, 4: MESSAGE + KEY_VALUE, 5: PASS_VARINT, 6: PASS_FIXED32 },
  },
  { name: 'Status', fields: { 2: PASS_LENGTH, 3: PASS_VARINT } },
  { name: 'Resource', fields: { 1: MESSAGE + KEY_VALUE, 2: PASS_VARINT, 3: MESSAGE + ENTITY_REF } },
  { name: 'InstrumentationScope', fields: { 1: PASS_LENGTH, 2: PASS_LENGTH, 3: MESSAGE + KEY_VALUE, 4: PASS_VARINT } },
  { name: 'EntityRef', fields: { 1: PASS_LENGTH, 2: PASS_LENGTH, 3: PASS_LENGTH, 4: PASS_LENGTH } },
  {
    name: 'Span',
    fields: {
      1: TRACE_ID,
      2: SPAN_ID,
      3: PASS_LENGTH,
      4: SPAN_ID,
      5: PASS_LENGTH,
      6: PASS_VARINT,
      7: PASS_FIXED64,
      8: PASS_FIXED64,
      9: MESSAGE + KEY_VALUE,
      10: PASS_VARINT,
      11: MESSAGE + EVENT,
      12: PASS_VARINT,
      13: MESSAGE + LINK,
      14: PASS_VARINT,
      15: MESSAGE + STATUS,
    },
  },
];

const WIRE_OF_RULE: readonly number[] = [7, 0, 1, 5, 2, 2, 2];
const PASS_OF_WIRE: readonly number[] = [
  PASS_VARINT,
  PASS_FIXED64,
  PASS_LENGTH,
  REFUSE,
  REFUSE,
  PASS_FIXED32,
  REFUSE,
  REFUSE,
];

/** What to do with a field that no table knows; groups and illegal wire types are refused. */
export function passRule(tag: number): number {
  return PASS_OF_WIRE[tag & 7]!;
}

/** Index = type << 7 | tag, for tags below 128 (fields 1 to 15). */
export const RULES: Uint8Array = buildRules();

function buildRules(): Uint8Array {
  const rules = new Uint8Array(MESSAGES.length << 7);
  for (const [type, { fields }] of MESSAGES.entries()) {
    for (let tag = 8; tag < 128; tag++) {
      const known = fields[tag >> 3];
      if (known === undefined) rules[(type << 7) | tag] = passRule(tag);
      else if ((known < MESSAGE ? WIRE_OF_RULE[known] : 2) === (tag & 7)) rules[(type << 7) | tag] = known;
    }
  }
  return rules;
}

/** Why `tag`, read at `at` inside message `name`, was refused. */
export function refusal(name: string, tag: number, at: number): Error {
  const field = tag >>> 3;
  const wire = tag & 7;
  if (field === 0) return malformed(`illegal tag 0 in ${name}`, at);
  if (passRule(tag) === REFUSE) return malformed(`wire type ${wire} of field ${field} in ${name} is not supported`, at);
  return wrongWireType(name, tag, at);
}

/** A known field that is not of its type. */
export function wrongWireType(name: string, tag: number, at: number): Error {
  return malformed(`wrong wire type ${tag & 7} for field ${tag >>> 3} of ${name}`, at);
}

export function messageName(type: number): string {
  return MESSAGES[type]!.name;
}
