// Arbitrary PostSpansRequests as plain objects for protobufjs: every field, present or absent, any value its type can
// have on the wire.
import fc from 'fast-check';
import type { Message } from '../oracle.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ maxLength: 150 }),
  fc.constantFrom('', 'span.kind', 'server', 'error', 'event', 'http.status_code', 'sampler.type', 'service.name'),
);
const bytes = fc.uint8Array({ maxLength: 150 });
const uint32 = fc.oneof(fc.nat(15), fc.integer({ min: 0, max: 0xffff_ffff }));
const int64 = fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map(String);
const traceId = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ minLength: 16, maxLength: 16 }) },
  fc.constantFrom(new Uint8Array(8).fill(7), new Uint8Array(16), new Uint8Array(16).fill(1)),
);
const spanId = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ minLength: 8, maxLength: 8 }) },
  fc.constant(new Uint8Array(8)),
);

/** Some of the fields. */
function message(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Message> {
  return fc.record(fields, { requiredKeys: [] });
}

const nanos = fc.integer({ min: 0, max: 999_999_999 });
const time = fc.oneof(
  message({ seconds: fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }), nanos }),
  message({ seconds: fc.integer({ min: -9_000_000_000, max: 9_000_000_000 }), nanos }),
);
const duration = fc.oneof(
  message({ seconds: fc.nat(100), nanos }),
  fc
    .integer({ min: -100, max: 0 })
    .chain((seconds) => message({ seconds: fc.constant(seconds), nanos: nanos.map((n) => -n) })),
  fc.constant({}),
);
const tag = message({
  key: text,
  v_type: fc.oneof({ weight: 12, arbitrary: fc.nat(4) }, fc.integer()),
  v_str: text,
  v_bool: fc.boolean(),
  v_int64: int64,
  v_float64: fc.double(),
  v_binary: bytes,
});
const tags = fc.array(tag, { maxLength: 5 });
const process = message({ service_name: text, tags });
const reference = message({ trace_id: traceId, span_id: spanId, ref_type: fc.oneof(fc.nat(1), fc.integer()) });
const log = message({ timestamp: time, fields: tags });
const span = message({
  trace_id: traceId,
  span_id: spanId,
  operation_name: text,
  references: fc.array(reference, { maxLength: 3 }),
  flags: uint32,
  start_time: time,
  duration,
  tags,
  logs: fc.array(log, { maxLength: 3 }),
  process_id: text,
  warnings: fc.array(text, { maxLength: 2 }),
});
/** Few processes, so that some neighbours have the same. */
const spans = fc
  .tuple(fc.array(process, { minLength: 1, maxLength: 2 }), fc.array(fc.tuple(span, fc.nat(3)), { maxLength: 6 }))
  .map(([processes, all]) =>
    all.map(([fields, choice]) => {
      const own = processes[choice];
      return own === undefined ? fields : { ...fields, process: own };
    }),
  );

/** A PostSpansRequest with the field names of proto/. */
export const randomPostSpans: fc.Arbitrary<Message> = fc.record({
  batch: fc.record({ spans, process }, { requiredKeys: ['spans'] }),
});
