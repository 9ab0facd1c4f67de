// Warnings of a span travel in a reserved attribute, as in Jaeger: taken out when a span is read, put back
// when it is encoded.
import type { Attribute, AttributeValue, Span } from '@spoor/core';

/** A text or a list of texts. */
export const WARNINGS_KEY = '@jaeger@warnings';

/**
 * Moves the reserved attribute's texts to `span.warnings` and drops others of that name; of any other type, or
 * an empty list, it stays an attribute.
 */
export function takeWarnings(span: Span): void {
  for (const attribute of span.attributes) {
    // A cheap first look: this runs for every attribute of every span read.
    if (attribute.key.charCodeAt(0) !== 0x40 || attribute.key !== WARNINGS_KEY) continue;
    const texts = textsOf(attribute.value);
    if (texts.length === 0) return;
    span.attributes = span.attributes.filter((other) => other.key !== WARNINGS_KEY);
    for (const text of texts) span.warnings.push(text);
    return;
  }
}

/** The attribute that `takeWarnings` understands. */
export function warningsAttribute(warnings: readonly string[]): Attribute {
  return { key: WARNINGS_KEY, value: { type: 'array', value: warnings.map((value) => ({ type: 'string', value })) } };
}

/** What is no text in a list counts as an empty one. */
function textsOf(value: AttributeValue): readonly string[] {
  if (value.type === 'string') return [value.value];
  if (value.type !== 'array') return [];
  return value.value.map((item) => (item.type === 'string' ? item.value : ''));
}
