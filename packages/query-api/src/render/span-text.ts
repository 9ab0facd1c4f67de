// One span as v1 JSON, built from string pieces: the field order and the quirks are those of Jaeger 1.76.
import {
  type JaegerReference,
  jaegerFlags,
  jaegerLogFields,
  jaegerReferences,
  jaegerTags,
  jaegerWarnings,
  parentFirst,
  sortLogFields,
  sortTags,
} from '@spoor/analysis';
import { jaegerTraceId, type Span, type SpanEvent } from '@spoor/core';
import { jsonString } from './json-string.ts';
import type { TagText } from './tag-text.ts';

export class SpanText {
  readonly #head: string;
  readonly #tagText: TagText;
  readonly #adjusted: boolean;

  /** `adjusted`: tags, log fields and references in the order of an adjusted answer. `traceId`: 32 digits. */
  constructor(traceId: string, tagText: TagText, adjusted: boolean) {
    this.#head = `{"traceID":"${jaegerTraceId(traceId)}","spanID":"`;
    this.#tagText = tagText;
    this.#adjusted = adjusted;
  }

  json(span: Span, processId: string): string {
    const tags = jaegerTags(span);
    if (this.#adjusted) sortTags(tags);
    const flags = jaegerFlags(span);
    return (
      this.#head +
      span.spanId +
      (flags === 0 ? '",' : `","flags":${flags},`) +
      `"operationName":${jsonString(span.name)},"references":${this.#references(span)},` +
      `"startTime":${span.startUs},"duration":${Math.floor(span.durationNs / 1000)},` +
      `"tags":${this.#tagText.list(tags)},"logs":${this.#logs(span.events)},` +
      `"processID":"${processId}","warnings":${warningsJson(jaegerWarnings(span))}}`
    );
  }

  #references(span: Span): string {
    const references = jaegerReferences(span);
    if (references.length === 0) return '[]';
    if (this.#adjusted) parentFirst(references, span.traceId);
    return `[${references.map(referenceJson).join(',')}]`;
  }

  #logs(events: readonly SpanEvent[]): string {
    if (events.length === 0) return '[]';
    return `[${events.map((event) => this.#log(event)).join(',')}]`;
  }

  #log(event: SpanEvent): string {
    const fields = jaegerLogFields(event);
    if (this.#adjusted) sortLogFields(fields);
    return `{"timestamp":${event.timeUs},"fields":${this.#tagText.list(fields)}}`;
  }
}

function referenceJson(reference: JaegerReference): string {
  return `{"refType":"${reference.refType}","traceID":"${reference.traceId}","spanID":"${reference.spanId}"}`;
}

function warningsJson(warnings: readonly string[]): string {
  return warnings.length === 0 ? 'null' : `[${warnings.map(jsonString).join(',')}]`;
}
