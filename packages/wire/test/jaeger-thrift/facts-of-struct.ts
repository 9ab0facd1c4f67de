// What a jaeger.thrift Batch means, read the slow and obvious way from what npm thrift decoded, by the rules of Go's
// generated code: a field of another type is passed over, a required one that is absent refuses the message.

import { durationText, type JaegerFacts, type TagFacts, timeText } from '../jaeger-proto/jaeger-facts.ts';
import { hexOf, lossyText } from '../oracle-fields.ts';
import type { Struct, ThriftValue, TypeName } from '../thrift/thrift-oracle.ts';

/** Two fields of one id and type: Go keeps the last, we need not agree. */
export class Unclear extends Error {}
/** A required field is absent, or a list has no structs. */
class Refused extends Error {}

type ValueOf<T extends TypeName> = Extract<ThriftValue, { readonly type: T }>['value'];

/** Of every span; `format` as the decoder gets it. Throws Refused or Unclear. */
export function factsOfBatchStruct(batch: Struct, format: string | null): JaegerFacts[] {
  const process = required(batch, 1, 'struct');
  const spans = structsOf(batch, 2, true);
  const stats = optional(batch, 4, 'struct');
  if (stats !== undefined) for (const id of [1, 2, 3]) required(stats, id, 'i64');
  optional(batch, 3, 'i64');
  const service = lossyText(required(process, 1, 'string'));
  const processTags = structsOf(process, 2).map(tagFacts);
  return spans.map((span) => ({
    ...spanFacts(span, format),
    service: service === '' ? 'empty-service-name' : service,
    processTags,
  }));
}

function spanFacts(span: Struct, format: string | null): Omit<JaegerFacts, 'service' | 'processTags'> {
  const traceId = idHex(required(span, 2, 'i64')) + idHex(required(span, 1, 'i64'));
  const parent = required(span, 4, 'i64');
  const tags = structsOf(span, 10).map(tagFacts);
  return {
    traceId,
    spanId: idHex(required(span, 3, 'i64')),
    operation: lossyText(required(span, 5, 'string')),
    references: withParent(structsOf(span, 6).map(referenceFacts), traceId, parent),
    flags: required(span, 7, 'i32') >>> 0,
    start: timeText(required(span, 8, 'i64') * 1000n),
    duration: durationText(required(span, 9, 'i64') * 1000n),
    tags: format === null ? tags : [...tags, ['@jaeger@format', 'string', format]],
    logs: structsOf(span, 11).map((log) => ({
      time: timeText(required(log, 1, 'i64') * 1000n),
      fields: structsOf(log, 2, true).map(tagFacts),
    })),
    warnings: [],
  };
}

function referenceFacts(reference: Struct): string {
  const type = required(reference, 1, 'i32') === 1 ? 'follows_from' : 'child_of';
  const traceId = idHex(required(reference, 3, 'i64')) + idHex(required(reference, 2, 'i64'));
  return `${type} ${traceId} ${idHex(required(reference, 4, 'i64'))}`;
}

function withParent(references: readonly string[], traceId: string, parent: bigint): readonly string[] {
  const ids = `${traceId} ${idHex(parent)}`;
  if (parent === 0n || references.some((reference) => reference.endsWith(ids))) return references;
  return [`child_of ${ids}`, ...references];
}

function tagFacts(tag: Struct): TagFacts {
  const key = lossyText(required(tag, 1, 'string'));
  const type = required(tag, 2, 'i32');
  const values = [optional(tag, 3, 'string'), optional(tag, 4, 'double'), optional(tag, 5, 'bool')] as const;
  const long = optional(tag, 6, 'i64');
  const binary = optional(tag, 7, 'string');
  switch (type) {
    case 0:
      return [key, 'string', lossyText(values[0] ?? new Uint8Array())];
    case 1:
      return [key, 'double', doubleBits(values[1] ?? 0)];
    case 2:
      return [key, 'bool', String(values[2] ?? false)];
    case 3:
      return [key, 'int', String(long ?? 0n)];
    case 4:
      return [key, 'bytes', hexOf(binary ?? new Uint8Array())];
    default: {
      const present = ['vStr', 'vDouble', 'vBool', 'vLong', 'vBinary'][
        [...values, long, binary].findIndex((v) => v !== undefined)
      ];
      return [key, 'string', `Unknown VType: ${type} with ${present ?? 'no value'}`];
    }
  }
}

function structsOf(fields: Struct, id: number, isRequired = false): readonly Struct[] {
  const found = fields.filter((field) => field[0] === id && field[1].type === 'list');
  if (found.length > 1) throw new Unclear();
  const list = found[0]?.[1];
  if (list === undefined && isRequired) throw new Refused(`${id}`);
  if (list?.type !== 'list') return [];
  return list.value.map((item) => {
    if (item.type !== 'struct') throw new Refused(`${id}`);
    return item.value;
  });
}

function required<T extends TypeName>(fields: Struct, id: number, type: T): ValueOf<T> {
  const value = optional(fields, id, type);
  if (value === undefined) throw new Refused(`${id}`);
  return value;
}

function optional<T extends TypeName>(fields: Struct, id: number, type: T): ValueOf<T> | undefined {
  const found = fields.filter((field) => field[0] === id && field[1].type === type);
  if (found.length > 1) throw new Unclear();
  return found[0]?.[1].value as ValueOf<T> | undefined;
}

function idHex(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16).padStart(16, '0');
}

function doubleBits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return hexOf(bytes);
}
