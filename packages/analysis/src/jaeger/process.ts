// A resource as Jaeger's process: service name and tags.
import type { Resource } from '@spoor/core';
import { compareTags, type JaegerTag, tagOf } from './tag.ts';

/** All attributes but `service.name`, in order of arrival. */
export function processTags(resource: Resource): JaegerTag[] {
  return resource.attributes.filter((attribute) => attribute.key !== 'service.name').map(tagOf);
}

/** Equal for resources that Jaeger shows as one process: same service name, same tags in any order. */
export function processKey(resource: Resource): string {
  const tags = processTags(resource).sort(compareTags);
  return JSON.stringify([resource.serviceName, ...tags.map(tagKey)]);
}

function tagKey(tag: JaegerTag): readonly string[] {
  const value = tag.type === 'binary' ? Buffer.from(tag.value).toString('latin1') : String(tag.value);
  return [tag.key, tag.type, value];
}
