// jaeger.api_v2 messages field by field.
import { cat, field, SPAN_ID, TRACE_ID, varintField } from '../raw-proto.ts';

/** A request of these fields of its Batch. */
export function postSpans(...batchFields: readonly Uint8Array[]): Uint8Array {
  return field(1, ...batchFields);
}

/** The Batch's field for a span with full ids and these fields. */
export function span(...fields: readonly Uint8Array[]): Uint8Array {
  return field(1, field(1, TRACE_ID), field(2, SPAN_ID), ...fields);
}

/** A Process under field `number`: 2 in a Batch, 10 in a Span. */
export function processField(number: number, service: string, ...tags: readonly Uint8Array[]): Uint8Array {
  return field(number, service === '' ? cat() : field(1, service), ...tags.map((tag) => field(2, tag)));
}

/** The inside of a KeyValue with a text. */
export function textTag(key: string, value: string): Uint8Array {
  return cat(field(1, key), field(3, value));
}

/** A Timestamp or Duration under field `number`. */
export function time(number: number, seconds: number | bigint, nanos: number | bigint): Uint8Array {
  return field(
    number,
    varintField(1, BigInt.asUintN(64, BigInt(seconds))),
    varintField(2, BigInt.asUintN(64, BigInt(nanos))),
  );
}
