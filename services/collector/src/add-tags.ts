// --collector.tags on every batch.
import type { Processor } from '@spoor/core';
import { withResourceTags } from '@spoor/wire';

/** A tag that a process has already, key and text, is not added again; without tags nothing is looked at. */
export function addTags(tags: ReadonlyMap<string, string>): Processor {
  if (tags.size === 0) return (next) => next;
  return (next) => ({
    consume: (batch, call) => next.consume(withResourceTags(batch, tags, { skipEqual: true }), call),
  });
}
