// Process ids of one trace: p1, p2, … by first appearance. Resources with the same service name and the same
// tags in any order are one process.
import { processKey, processTags, sortTags } from '@spoor/analysis';
import type { Resource } from '@spoor/core';
import { jsonString } from './json-string.ts';
import type { TagText } from './tag-text.ts';

export class ProcessTable {
  readonly #idOfResource = new Map<Resource, string>();
  readonly #idOfKey = new Map<string, string>();
  readonly #tagText: TagText;
  readonly #sorted: boolean;
  #entries = '';
  /** Neighbours mostly share their resource. */
  #last: Resource | null = null;
  #lastId = '';

  /** `sorted`: tags in tag order, else as they arrived. */
  constructor(tagText: TagText, sorted: boolean) {
    this.#tagText = tagText;
    this.#sorted = sorted;
  }

  /** `native`: of a span that came in a Jaeger format. */
  idOf(resource: Resource, native: boolean): string {
    if (resource === this.#last) return this.#lastId;
    const id = this.#idOfResource.get(resource) ?? this.#newResource(resource, native);
    this.#last = resource;
    this.#lastId = id;
    return id;
  }

  /** The object of all processes so far. */
  json(): string {
    return `{${this.#entries}}`;
  }

  #newResource(resource: Resource, native: boolean): string {
    const key = processKey(resource, native);
    const id = this.#idOfKey.get(key) ?? this.#add(key, resource, native);
    this.#idOfResource.set(resource, id);
    return id;
  }

  #add(key: string, resource: Resource, native: boolean): string {
    const id = `p${this.#idOfKey.size + 1}`;
    const tags = processTags(resource, native);
    if (this.#sorted) sortTags(tags);
    const comma = this.#entries === '' ? '' : ',';
    this.#entries += `${comma}"${id}":{"serviceName":${jsonString(resource.serviceName)},"tags":${this.#tagText.list(tags)}}`;
    this.#idOfKey.set(key, id);
    return id;
  }
}
