// Jaeger's tag search: exact text of some span tag, process tag or log field as Jaeger shows the span.
import { type Attribute, SPAN_KINDS, type Span, STATUS_ERROR } from '@spoor/core';
import { hasNameField, STATUS_TEXTS, WARNINGS_KEY } from '../jaeger/span-tags.ts';
import { valueText } from '../jaeger/value-text.ts';

/** Builds no tag list: runs once a span of a scan. */
export function tagTest(key: string, text: string): (span: Span) => boolean {
  const derived = derivedTag(key);
  const some = (attributes: readonly Attribute[]): boolean => {
    for (const attribute of attributes) {
      if (attribute.key === key && hasText(attribute, text)) return true;
    }
    return false;
  };
  return (span) =>
    (some(span.attributes) && (span.native || key !== WARNINGS_KEY)) ||
    (!span.native && text !== '' && derived !== null && derived(span) === text) ||
    (key !== 'service.name' && some(span.resource.attributes)) ||
    span.events.some(
      (event) => some(event.attributes) || (key === 'event' && event.name === text && hasNameField(event)),
    );
}

function hasText({ value }: Attribute, text: string): boolean {
  return value.type === 'string' ? value.value === text : valueText(value) === text;
}

/** What an OTLP span shows under `key` besides attributes; '' = nothing. */
function derivedTag(key: string): ((span: Span) => string) | null {
  switch (key) {
    case 'otel.scope.name':
      return (span) => span.scope.name;
    case 'otel.scope.version':
      return (span) => span.scope.version;
    case 'span.kind':
      return (span) => SPAN_KINDS[span.kind] ?? '';
    case 'otel.status_code':
      return (span) => STATUS_TEXTS[span.statusCode] ?? '';
    case 'error':
      return (span) => (span.statusCode === STATUS_ERROR ? 'true' : '');
    case 'otel.status_description':
      return (span) => span.statusMessage;
    case 'w3c.tracestate':
      return (span) => span.traceState;
    default:
      return null;
  }
}
