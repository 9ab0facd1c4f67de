// The OTLP trace messages as JSON spells them, and what each field becomes in protobuf. Every field goes by
// its lowerCamel and its snake_case name.
import { type MemberName, memberNames } from '../json/member-finder.ts';

// Kinds of value.
export const TEXT = 1;
export const BYTES = 2;
export const BOOL = 3;
export const INT64 = 4;
export const UINT32 = 5;
export const FIXED32 = 6;
export const FIXED64 = 7;
export const DOUBLE = 8;
export const SPAN_KIND = 9;
export const STATUS_CODE = 10;
export const TRACE_ID = 11;
export const SPAN_ID = 12;
export const MESSAGE = 13;
/** Lists. */
export const MESSAGES = 14;
const TEXTS = 15;

// Message types.
export const REQUEST = 0;
const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const RESOURCE = 3;
const SCOPE = 4;
const SPAN = 5;
const EVENT = 6;
const LINK = 7;
const STATUS = 8;
const KEY_VALUE = 9;
export const ANY_VALUE = 10;
const ARRAY_VALUE = 11;
const KEY_VALUE_LIST = 12;
const ENTITY_REF = 13;

export interface JsonField {
  /** In the protobuf message. */
  readonly number: number;
  readonly kind: number;
  /** Message type of MESSAGE and MESSAGES. */
  readonly type: number;
  /** One bit, unique within its message. */
  readonly bit: number;
  /** A member of a oneof: written even when zero or empty, because its presence says the type. */
  readonly oneof: boolean;
}

type FieldRow = readonly [name: string, number: number, kind: number, type?: number];

const ATTRIBUTES = (number: number): FieldRow => ['attributes', number, MESSAGES, KEY_VALUE];
const DROPPED_ATTRIBUTES = (number: number): FieldRow => ['droppedAttributesCount', number, UINT32];

/** Index = message type. */
const ROWS: readonly (readonly FieldRow[])[] = [
  [['resourceSpans', 1, MESSAGES, RESOURCE_SPANS]],
  [
    ['resource', 1, MESSAGE, RESOURCE],
    ['scopeSpans', 2, MESSAGES, SCOPE_SPANS],
    ['schemaUrl', 3, TEXT],
  ],
  [
    ['scope', 1, MESSAGE, SCOPE],
    ['spans', 2, MESSAGES, SPAN],
    ['schemaUrl', 3, TEXT],
  ],
  [ATTRIBUTES(1), DROPPED_ATTRIBUTES(2), ['entityRefs', 3, MESSAGES, ENTITY_REF]],
  [['name', 1, TEXT], ['version', 2, TEXT], ATTRIBUTES(3), DROPPED_ATTRIBUTES(4)],
  [
    ['traceId', 1, TRACE_ID],
    ['spanId', 2, SPAN_ID],
    ['traceState', 3, TEXT],
    ['parentSpanId', 4, SPAN_ID],
    ['name', 5, TEXT],
    ['kind', 6, SPAN_KIND],
    ['startTimeUnixNano', 7, FIXED64],
    ['endTimeUnixNano', 8, FIXED64],
    ATTRIBUTES(9),
    DROPPED_ATTRIBUTES(10),
    ['events', 11, MESSAGES, EVENT],
    ['droppedEventsCount', 12, UINT32],
    ['links', 13, MESSAGES, LINK],
    ['droppedLinksCount', 14, UINT32],
    ['status', 15, MESSAGE, STATUS],
    ['flags', 16, FIXED32],
  ],
  [['timeUnixNano', 1, FIXED64], ['name', 2, TEXT], ATTRIBUTES(3), DROPPED_ATTRIBUTES(4)],
  [
    ['traceId', 1, TRACE_ID],
    ['spanId', 2, SPAN_ID],
    ['traceState', 3, TEXT],
    ATTRIBUTES(4),
    DROPPED_ATTRIBUTES(5),
    ['flags', 6, FIXED32],
  ],
  [
    ['message', 2, TEXT],
    ['code', 3, STATUS_CODE],
  ],
  [
    ['key', 1, TEXT],
    ['value', 2, MESSAGE, ANY_VALUE],
  ],
  [
    ['stringValue', 1, TEXT],
    ['boolValue', 2, BOOL],
    ['intValue', 3, INT64],
    ['doubleValue', 4, DOUBLE],
    ['arrayValue', 5, MESSAGE, ARRAY_VALUE],
    ['kvlistValue', 6, MESSAGE, KEY_VALUE_LIST],
    ['bytesValue', 7, BYTES],
  ],
  [['values', 1, MESSAGES, ANY_VALUE]],
  [['values', 1, MESSAGES, KEY_VALUE]],
  [
    ['schemaUrl', 1, TEXT],
    ['type', 2, TEXT],
    ['idKeys', 3, TEXTS],
    ['descriptionKeys', 4, TEXTS],
  ],
];

/** Index = message type. What SDKs write comes first. */
export const MESSAGE_FIELDS: readonly (readonly MemberName<JsonField>[])[] = ROWS.map((rows, type) => {
  const camel = rows.map(([name, number, kind, sub = 0], i): readonly [string, JsonField] => [
    name,
    { number, kind, type: sub, bit: 1 << i, oneof: type === ANY_VALUE },
  ]);
  const snake = camel.map(([name, field]): readonly [string, JsonField] => [snakeCase(name), field]);
  return memberNames([...camel, ...snake.filter(([name], i) => name !== camel[i]![0])]);
});

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export const SPAN_KIND_NAMES: readonly string[] = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];

export const STATUS_CODE_NAMES: readonly string[] = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];
