// Adjuster 2. Span attributes and resource attributes in tag order; in an event a string field `event` leads.
import type { Attribute, Resource, Trace } from '@spoor/core';
import { compareTags, tagOf } from '../jaeger/tag.ts';
import { replaceResources } from './resources.ts';
import { inSlices } from './slices.ts';

export function* sortCollections(trace: Trace): Generator<void> {
  const replace = replaceResources(sortedResource);
  yield* inSlices(trace.spans, (span) => {
    sortAttributes(span.attributes);
    for (const event of span.events) sortEventFields(event.attributes);
    replace(span);
  });
}

/** A copy in order; the resource itself when it is in order already. */
export function sortedResource(resource: Resource): Resource {
  if (isSorted(resource.attributes)) return resource;
  return { ...resource, attributes: sortAttributes([...resource.attributes]) };
}

/** In place. Lists are short and often sorted already or nearly: insertion beats a general sort up to there. */
function sortAttributes(attributes: Attribute[]): Attribute[] {
  if (attributes.length > 32) return isSorted(attributes) ? attributes : attributes.sort(compareAttributes);
  for (let i = 1; i < attributes.length; i++) {
    const moving = attributes[i]!;
    let at = i;
    while (at > 0 && compareAttributes(moving, attributes[at - 1]!) < 0) {
      attributes[at] = attributes[at - 1]!;
      at--;
    }
    attributes[at] = moving;
  }
  return attributes;
}

function isSorted(attributes: readonly Attribute[]): boolean {
  for (let i = 1; i < attributes.length; i++) {
    if (compareAttributes(attributes[i - 1]!, attributes[i]!) > 0) return false;
  }
  return true;
}

function sortEventFields(fields: Attribute[]): void {
  const at = fields.findIndex((field) => field.key === 'event' && field.value.type === 'string');
  const event = at < 0 ? [] : fields.splice(at, 1);
  sortAttributes(fields);
  if (event.length > 0) fields.unshift(...event);
}

function compareAttributes(a: Attribute, b: Attribute): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return compareTags(tagOf(a), tagOf(b));
}
