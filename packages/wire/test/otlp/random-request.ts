// Arbitrary TracesData as plain objects for protobufjs: every field, present or absent, any value its type
// can have on the wire.
import fc from 'fast-check';
import type { Message } from '../oracle.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('', 'http.request.method', 'GET', 'k'),
);
const bytes = fc.uint8Array({ maxLength: 40 });
const uint32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }));
const enumNumber = fc.oneof(fc.nat(6), fc.integer());
const bits64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
// Within 2^53 µs of 1970, so that the expectation is exact; the edges have tests of their own.
const nanos = fc.oneof(
  fc.constant('0'),
  fc.bigInt({ min: 1_600_000_000_000_000_000n, max: 1_900_000_000_000_000_000n }).map(String),
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((ns) => BigInt.asUintN(64, ns).toString()),
);
const int64 = fc.oneof(
  fc.integer().map(String),
  bits64.map((bits) => BigInt.asIntN(64, bits).toString()),
);
const traceId = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ minLength: 16, maxLength: 16 }) },
  fc.constantFrom(new Uint8Array(0), new Uint8Array(16)),
);
const spanId = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ minLength: 8, maxLength: 8 }) },
  fc.constantFrom(new Uint8Array(0), new Uint8Array(8)),
);

/** Some of the fields. */
function message(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Message> {
  return fc.record(fields, { requiredKeys: [] });
}

const { keyValue } = fc.letrec<{ anyValue: Message; keyValue: Message }>((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    text.map((value) => ({ string_value: value })),
    fc.boolean().map((value) => ({ bool_value: value })),
    int64.map((value) => ({ int_value: value })),
    fc.double().map((value) => ({ double_value: value })),
    bytes.map((value) => ({ bytes_value: value })),
    fc.constant({}),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((values) => ({ array_value: { values } })),
    fc.array(tie('keyValue'), { maxLength: 3 }).map((values) => ({ kvlist_value: { values } })),
  ),
  keyValue: message({ key: text, value: tie('anyValue') }),
}));
const attributes = fc.array(keyValue, { maxLength: 4 });

const event = message({ time_unix_nano: nanos, name: text, attributes, dropped_attributes_count: uint32 });
const link = message({
  trace_id: traceId,
  span_id: spanId,
  trace_state: text,
  attributes,
  dropped_attributes_count: uint32,
  flags: uint32,
});
const span = message({
  trace_id: traceId,
  span_id: spanId,
  trace_state: text,
  parent_span_id: spanId,
  name: text,
  kind: enumNumber,
  start_time_unix_nano: nanos,
  end_time_unix_nano: nanos,
  attributes,
  dropped_attributes_count: uint32,
  events: fc.array(event, { maxLength: 3 }),
  dropped_events_count: uint32,
  links: fc.array(link, { maxLength: 3 }),
  dropped_links_count: uint32,
  status: message({ message: text, code: enumNumber }),
  flags: uint32,
});
const serviceName = fc.oneof(
  text.map((value) => ({ string_value: value })),
  fc.constant({ int_value: '1' }),
);
const resource = message({
  attributes: fc.oneof(
    attributes,
    fc.tuple(attributes, serviceName).map(([others, value]) => [...others, { key: 'service.name', value }]),
  ),
  dropped_attributes_count: uint32,
  entity_refs: fc.array(message({ schema_url: text, type: text, id_keys: fc.array(text, { maxLength: 2 }) }), {
    maxLength: 1,
  }),
});
const scope = message({ name: text, version: text, attributes, dropped_attributes_count: uint32 });

/** A TracesData with the field names of proto/. */
export const randomRequest: fc.Arbitrary<Message> = message({
  resource_spans: fc.array(
    message({
      resource,
      scope_spans: fc.array(message({ scope, spans: fc.array(span, { maxLength: 3 }), schema_url: text }), {
        maxLength: 3,
      }),
      schema_url: text,
    }),
    { maxLength: 3 },
  ),
});
