// --collector.tags on every batch.
import type { IntakeLabels, Processor } from '@spoor/core';
import { type SkippedTags, withResourceTags } from '@spoor/wire';

/** Without tags nothing is looked at. */
export function addTags(tags: ReadonlyMap<string, string>, labels: IntakeLabels): Processor {
  if (tags.size === 0) return (next) => next;
  const skip = skippedTags(labels);
  return (next) => ({ consume: (batch, call) => next.consume(withResourceTags(batch, tags, skip), call) });
}

/**
 * As in Jaeger since 1.66: what a process says of itself is not overridden, except that a Jaeger process, whose tags may
 * repeat, gets another tag of the key beside its own when the texts differ.
 */
function skippedTags({ receiver }: IntakeLabels): SkippedTags {
  return receiver === 'jaeger' ? 'same-text' : 'same-key';
}
