// Adjuster 5. Old clients send IPv4 addresses as numbers: `ip` and `peer.ipv4` become dotted quads.
import type { Attribute, Resource, Trace } from '@spoor/core';
import { ipv4Text } from './host.ts';
import { replaceResources } from './resources.ts';
import { inSlices } from './slices.ts';
import { sortedResource } from './sort-collections.ts';

export function* formatIpTags(trace: Trace): Generator<void> {
  const replace = replaceResources(formattedResource);
  yield* inSlices(trace.spans, (span) => {
    const { attributes } = span;
    for (let i = 0; i < attributes.length; i++) {
      if (isNumericIp(attributes[i]!)) attributes[i] = formatted(attributes[i]!);
    }
    replace(span);
  });
}

function formattedResource(resource: Resource): Resource {
  if (!resource.attributes.some(isNumericIp)) return resource;
  return sortedResource({ ...resource, attributes: resource.attributes.map(formatted) });
}

function isNumericIp({ key, value }: Attribute): boolean {
  return (key === 'ip' || key === 'peer.ipv4') && (value.type === 'int' || value.type === 'double');
}

function formatted(attribute: Attribute): Attribute {
  const { key, value } = attribute;
  if (!isNumericIp(attribute) || (value.type !== 'int' && value.type !== 'double')) return attribute;
  return { key, value: { type: 'string', value: ipv4Text(value.value) } };
}
