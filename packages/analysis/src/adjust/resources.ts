// Resources are shared between spans: they are replaced, never changed, and each only once.
import type { Resource, Span } from '@spoor/core';

/** A function that gives each span the changed version of its resource; equal objects in, equal objects out. */
export function replaceResources(change: (resource: Resource) => Resource): (span: Span) => void {
  const changed = new Map<Resource, Resource>();
  return (span) => {
    let resource = changed.get(span.resource);
    if (resource === undefined) {
      resource = change(span.resource);
      changed.set(span.resource, resource);
    }
    span.resource = resource;
  };
}
