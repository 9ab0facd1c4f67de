// A span as Jaeger's model has it, in a form to compare: once from what protobufjs decoded, the slow and obvious way,
// and once from the read model of a native batch.
import type { Attribute, AttributeValue, Span, SpanBatch } from '@spoor/core';
import type { Message } from '../oracle.ts';
import { bytesOf, hexOf, listOf, lossyText, messageOf, numberOf, own, signedOf } from '../oracle-fields.ts';

export type TagFacts = readonly [key: string, type: string, value: string];

export interface JaegerFacts {
  readonly traceId: string;
  readonly spanId: string;
  readonly operation: string;
  readonly references: readonly string[];
  readonly flags: number;
  /** Times in nanoseconds; `beyond` = where a float or 64 bits round or clamp them. */
  readonly start: string;
  /** `none` = zero or negative, which reading shows by a tag. */
  readonly duration: string;
  readonly tags: readonly TagFacts[];
  readonly logs: readonly { readonly time: string; readonly fields: readonly TagFacts[] }[];
  readonly service: string;
  readonly processTags: readonly TagFacts[];
  readonly warnings: readonly string[];
}

const SECOND = 1_000_000_000n;
/** 2^53 µs and 2^53 ns. */
const EXACT_TIME_NS = 2n ** 53n * 1000n;
const EXACT_DURATION_NS = 2n ** 53n;

/** Of every span of a decoded PostSpansRequest, in order; `format` as the decoder gets it. */
export function factsOfRequest(request: Message, format: string | null): JaegerFacts[] {
  const batch = messageOf(request, 'batch');
  const shared = own(batch, 'process') as Message | undefined;
  return listOf(batch, 'spans').map((span) => factsOfMessage(span, shared, format));
}

function factsOfMessage(m: Message, shared: Message | undefined, format: string | null): JaegerFacts {
  const process = (own(m, 'process') as Message | undefined) ?? shared;
  const service = process === undefined ? 'null-process-and-service-name' : lossyText(bytesOf(process, 'service_name'));
  const tags = listOf(m, 'tags').map(tagOfMessage);
  return {
    traceId: hexOf(bytesOf(m, 'trace_id')).padStart(32, '0'),
    spanId: hexOf(bytesOf(m, 'span_id')).padStart(16, '0'),
    operation: lossyText(bytesOf(m, 'operation_name')),
    references: listOf(m, 'references').map(referenceOfMessage),
    flags: numberOf(m, 'flags'),
    start: timeText(nanosOf(m, 'start_time')),
    duration: durationText(nanosOf(m, 'duration')),
    tags: format === null ? tags : [...tags, ['@jaeger@format', 'string', format]],
    logs: listOf(m, 'logs').map((log) => ({
      time: timeText(nanosOf(log, 'timestamp')),
      fields: listOf(log, 'fields').map(tagOfMessage),
    })),
    service: service === '' ? 'empty-service-name' : service,
    processTags: process === undefined ? [] : listOf(process, 'tags').map(tagOfMessage),
    warnings: ((own(m, 'warnings') ?? []) as readonly Uint8Array[]).map((text) => lossyText(Uint8Array.from(text))),
  };
}

function nanosOf(m: Message, field: string): bigint {
  const time = messageOf(m, field);
  return signedOf(time, 'seconds') * SECOND + BigInt(numberOf(time, 'nanos'));
}

export function timeText(ns: bigint): string {
  return ns > -EXACT_TIME_NS && ns < EXACT_TIME_NS ? String(ns) : 'beyond';
}

export function durationText(ns: bigint): string {
  if (ns >= EXACT_DURATION_NS || ns <= -EXACT_DURATION_NS) return 'beyond';
  return ns <= 0n ? 'none' : String(ns);
}

function referenceOfMessage(m: Message): string {
  const type = numberOf(m, 'ref_type') === 1 ? 'follows_from' : 'child_of';
  return `${type} ${hexOf(bytesOf(m, 'trace_id')).padStart(32, '0')} ${hexOf(bytesOf(m, 'span_id')).padStart(16, '0')}`;
}

function tagOfMessage(m: Message): TagFacts {
  const key = lossyText(bytesOf(m, 'key'));
  switch (numberOf(m, 'v_type')) {
    case 0:
      return [key, 'string', lossyText(bytesOf(m, 'v_str'))];
    case 1:
      return [key, 'bool', String(own(m, 'v_bool') === true)];
    case 2:
      return [key, 'int', String(signedOf(m, 'v_int64'))];
    case 3:
      return [key, 'double', doubleBits(numberOf(m, 'v_float64'))];
    case 4:
      return [key, 'bytes', hexOf(bytesOf(m, 'v_binary'))];
    default:
      return [key, 'string', `unknown type ${numberOf(m, 'v_type')}`];
  }
}

/** Of every span of a native batch. */
export function factsOfBatch(batch: SpanBatch): JaegerFacts[] {
  return Array.from({ length: batch.length }, (_, row) => factsOfSpan(batch.span(row).toSpan()));
}

function factsOfSpan(span: Span): JaegerFacts {
  const isNone = span.attributes.at(-1)?.key === 'InvalidNegativeDuration';
  const start = timeText(BigInt(span.startUs) * 1000n + BigInt(span.startNsRem));
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    operation: span.name,
    references: span.links.map(
      ({ attributes, traceId, spanId }) => `${tagOfAttribute(attributes[0]!)[2]} ${traceId} ${spanId}`,
    ),
    flags: span.flags,
    start,
    duration: isNone ? 'none' : durationText(BigInt(span.durationNs)),
    tags: (isNone ? span.attributes.slice(0, -1) : span.attributes).map(tagOfAttribute),
    logs: span.events.map(({ timeUs, timeNsRem, attributes }) => ({
      time: timeText(BigInt(timeUs) * 1000n + BigInt(timeNsRem)),
      fields: attributes.map(tagOfAttribute),
    })),
    service: span.resource.serviceName,
    processTags: span.resource.attributes.slice(1).map(tagOfAttribute),
    warnings: span.warnings,
  };
}

function tagOfAttribute({ key, value }: Attribute): TagFacts {
  return [key, value.type, textOf(value)];
}

function textOf(value: AttributeValue): string {
  if (value.type === 'bytes') return hexOf(value.value);
  if (value.type === 'double') return doubleBits(value.value);
  return value.type === 'string' || value.type === 'bool' || value.type === 'int' ? String(value.value) : '';
}

/** So that zeros keep their sign and NaN is itself. */
function doubleBits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number.isNaN(value) ? Number.NaN : value);
  return hexOf(bytes);
}

/** What rounding hides in the one hides in the other. */
export function comparable(facts: JaegerFacts, with_: JaegerFacts): JaegerFacts {
  const isBeyond = with_.start === 'beyond' || with_.duration === 'beyond';
  return isBeyond ? { ...facts, start: with_.start, duration: with_.duration } : facts;
}
