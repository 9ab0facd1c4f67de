// Warnings of a span travel in a reserved attribute, as in Jaeger: taken out when a span is read, put back
// when it is encoded.
import type { Attribute, AttributeValue, Span } from '@spoor/core';

/** A text or a list of texts. */
const WARNINGS_KEY = '@jaeger@warnings';

/** Moves the reserved attribute's texts to `span.warnings`; of any other type it stays an attribute. */
export function takeWarnings(span: Span): void {
  for (const attribute of span.attributes) {
    // A cheap first look: this runs for every attribute of every span read.
    if (attribute.key.charCodeAt(0) !== 0x40 || attribute.key !== WARNINGS_KEY) continue;
    const texts = textsOf(attribute.value);
    if (texts === null) continue;
    span.attributes = span.attributes.filter((other) => other !== attribute);
    for (const text of texts) span.warnings.push(text);
    return;
  }
}

/** The attribute that `takeWarnings` understands. */
export function warningsAttribute(warnings: readonly string[]): Attribute {
  return { key: WARNINGS_KEY, value: { type: 'array', value: warnings.map((value) => ({ type: 'string', value })) } };
}

function textsOf(value: AttributeValue): readonly string[] | null {
  if (value.type === 'string') return [value.value];
  if (value.type !== 'array') return null;
  const texts: string[] = [];
  for (const item of value.value) {
    if (item.type !== 'string') return null;
    texts.push(item.value);
  }
  return texts;
}
