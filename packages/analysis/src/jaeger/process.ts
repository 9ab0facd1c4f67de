// A resource as Jaeger's process: service name and tags.
import type { Resource } from '@spoor/core';
import { compareTags, type JaegerTag, tagOf } from './tag.ts';
import { valueText } from './value-text.ts';

const SERVICE_NAME = 'service.name';

/**
 * All attributes but `service.name`, in order of arrival. A native process may carry a tag of that name besides
 * its own name: then only the one that holds the name is left out.
 */
export function processTags(resource: Resource, native = false): JaegerTag[] {
  const { attributes } = resource;
  if (!native) return attributes.filter((attribute) => attribute.key !== SERVICE_NAME).map(tagOf);
  const own = attributes.findIndex(
    (each) => each.key === SERVICE_NAME && valueText(each.value) === resource.serviceName,
  );
  const drop = own >= 0 ? own : attributes.findIndex((attribute) => attribute.key === SERVICE_NAME);
  return attributes.filter((_, i) => i !== drop).map(tagOf);
}

/** Equal for resources that Jaeger shows as one process: same service name, same tags in any order. */
export function processKey(resource: Resource, native = false): string {
  const tags = processTags(resource, native).sort(compareTags);
  return JSON.stringify([resource.serviceName, ...tags.map(tagKey)]);
}

function tagKey(tag: JaegerTag): readonly string[] {
  const value = tag.type === 'binary' ? Buffer.from(tag.value).toString('latin1') : String(tag.value);
  return [tag.key, tag.type, value];
}
