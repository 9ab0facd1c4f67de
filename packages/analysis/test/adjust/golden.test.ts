// What jaeger-query 1.76 answered raw and adjusted for the same stored traces: the raw answer is read back as
// native spans, adjusted, shown again, and must equal the adjusted answer.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Attribute, Trace } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import {
  type JaegerTag,
  jaegerLogFields,
  jaegerParent,
  jaegerReferences,
  jaegerTags,
  parentFirst,
  processTags,
  sortLogFields,
  sortTags,
} from '../../src/index.ts';
import { adjusted, resource, span } from '../support/build.ts';

interface TagJson {
  readonly key: string;
  readonly type: JaegerTag['type'];
  readonly value: string | number | boolean | null;
}
interface SpanJson {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[];
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly TagJson[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly TagJson[] }[];
  readonly processID: string;
  readonly warnings: readonly string[] | null;
}
interface TraceJson {
  readonly traceID: string;
  readonly spans: readonly SpanJson[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string; readonly tags: readonly TagJson[] }>>;
}
interface Recorded {
  readonly case: string;
  readonly raw: TraceJson;
  readonly adjusted: TraceJson;
  readonly adjusted10s: TraceJson | null;
}

const file = fileURLToPath(new URL('../golden/adjusted-traces.jsonl', import.meta.url));
const recorded: readonly Recorded[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line): Recorded => JSON.parse(line));

describe('adjusted as by 1.76', () => {
  for (const { case: title, raw, adjusted: want, adjusted10s } of recorded) {
    test(title, () => expect(shown(adjusted(traceOf(raw), 0))).toEqual(wanted(want)));
    if (adjusted10s === null) continue;
    test(`${title}, skew up to 10 s`, () => expect(shown(adjusted(traceOf(raw), 10_000))).toEqual(wanted(adjusted10s)));
  }
});

function traceOf(raw: TraceJson): Trace {
  const processes = Object.entries(raw.processes).map(([id, { serviceName, tags }]) => {
    const made = resource(serviceName);
    made.attributes.push(...tags.map(attributeOf));
    return [id, made] as const;
  });
  const resources = new Map(processes);
  const spans = raw.spans.map((each) => {
    const made = span({
      native: true,
      traceId: each.traceID.padStart(32, '0'),
      spanId: each.spanID,
      name: each.operationName,
      startUs: each.startTime,
      durationNs: each.duration * 1000,
      attributes: each.tags.map(attributeOf),
      events: each.logs.map((log) => ({
        name: '',
        timeUs: log.timestamp,
        timeNsRem: 0,
        attributes: log.fields.map(attributeOf),
        droppedAttributesCount: 0,
      })),
      links: each.references.map(({ refType, traceID, spanID }) => ({
        traceId: traceID.padStart(32, '0'),
        spanId: spanID,
        traceState: '',
        flags: 0,
        attributes: [{ key: 'opentracing.ref_type', value: { type: 'string', value: refType.toLowerCase() } }],
        droppedAttributesCount: 0,
      })),
      resource: resources.get(each.processID)!,
      warnings: [...(each.warnings ?? [])],
    });
    made.parentSpanId = jaegerParent(made);
    return made;
  });
  return { traceId: raw.traceID.padStart(32, '0'), spans };
}

function attributeOf({ key, type, value }: TagJson): Attribute {
  switch (type) {
    case 'string':
      return { key, value: { type, value: String(value) } };
    case 'bool':
      return { key, value: { type, value: value === true } };
    case 'int64':
      return { key, value: { type: 'int', value: typeof value === 'string' ? BigInt(value) : Number(value) } };
    case 'float64':
      return { key, value: { type: 'double', value: Number(value) } };
    case 'binary':
      return { key, value: { type: 'bytes', value: Buffer.from(String(value ?? ''), 'base64') } };
  }
}

/** One text a span, sorted: the order of spans in an answer is random. */
function shown(trace: Trace): string[] {
  const texts = trace.spans.map((each) => {
    const references = parentFirst(jaegerReferences(each), each.traceId);
    return JSON.stringify({
      spanID: each.spanId,
      name: each.name,
      references: references.map(({ refType, traceId, spanId }) => ({ refType, traceID: traceId, spanID: spanId })),
      start: each.startUs,
      duration: each.durationNs / 1000,
      tags: sortTags(jaegerTags(each)).map(tagJson),
      logs: each.events.map((event) => ({
        timestamp: event.timeUs,
        fields: sortLogFields(jaegerLogFields(event)).map(tagJson),
      })),
      service: each.resource.serviceName,
      process: sortTags(processTags(each.resource, true)).map(tagJson),
      warnings: each.warnings,
    });
  });
  return texts.sort();
}

function tagJson(tag: JaegerTag): TagJson {
  const { key, type } = tag;
  if (tag.type === 'binary')
    return { key, type, value: tag.value.length === 0 ? null : Buffer.from(tag.value).toString('base64') };
  if (tag.type === 'int64') return { key, type, value: typeof tag.value === 'bigint' ? String(tag.value) : tag.value };
  return { key, type, value: tag.value };
}

function wanted(answer: TraceJson): string[] {
  const texts = answer.spans.map((each) => {
    const { serviceName, tags } = answer.processes[each.processID]!;
    return JSON.stringify({
      spanID: each.spanID,
      name: each.operationName,
      references: each.references,
      start: each.startTime,
      duration: each.duration,
      tags: each.tags,
      logs: each.logs,
      service: serviceName,
      process: tags,
      warnings: each.warnings ?? [],
    });
  });
  return texts.sort();
}
