// Adjuster 6. What names the SDK belongs to the process: such tags move from the span to a resource of its own,
// shared by the spans that end up with the same one.
import type { Attribute, Resource, Span, Trace } from '@spoor/core';
import { processKey } from '../jaeger/process.ts';
import { inSlices } from './slices.ts';
import { sortedResource } from './sort-collections.ts';

const LIBRARY_KEYS: ReadonlySet<string> = new Set([
  'telemetry.sdk.language',
  'telemetry.sdk.name',
  'telemetry.sdk.version',
  'telemetry.distro.name',
  'telemetry.distro.version',
]);

export function* moveLibraryTags(trace: Trace): Generator<void> {
  const extended = new Map<Resource, Map<string, Resource>>();
  yield* inSlices(trace.spans, (span) => {
    if (!span.attributes.some(isLibraryTag)) return;
    const moved = span.attributes.filter(isLibraryTag);
    span.attributes = span.attributes.filter((attribute) => !isLibraryTag(attribute));
    span.resource = resourceWith(span, moved, extended);
  });
}

function isLibraryTag(attribute: Attribute): boolean {
  // the prefix check first: it settles nearly every key without hashing it
  return attribute.key.startsWith('telemetry.') && LIBRARY_KEYS.has(attribute.key);
}

function resourceWith(span: Span, moved: Attribute[], extended: Map<Resource, Map<string, Resource>>): Resource {
  const { resource } = span;
  const variants = extended.get(resource) ?? new Map<string, Resource>();
  extended.set(resource, variants);
  const key = processKey({ ...resource, attributes: moved });
  let variant = variants.get(key);
  if (variant === undefined) {
    variant = sortedResource({ ...resource, attributes: [...resource.attributes, ...moved] });
    variants.set(key, variant);
  }
  return variant;
}
