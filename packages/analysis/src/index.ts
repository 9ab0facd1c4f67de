export { type AdjustOptions, adjust } from './adjust/adjust.ts';
export { DependencyCounter, dependencyLinks } from './dependencies.ts';
export { goDurationText } from './go-duration.ts';
export { processKey, processTags } from './jaeger/process.ts';
export {
  type JaegerReference,
  jaegerParent,
  jaegerReferences,
  parentFirst,
  type RefType,
} from './jaeger/references.ts';
export { jaegerFlags, jaegerLogFields, jaegerTags, jaegerWarnings } from './jaeger/span-tags.ts';
export { compareTags, type JaegerTag, sortLogFields, sortTags, tagOf } from './jaeger/tag.ts';
export { valueText } from './jaeger/value-text.ts';
export { compilePredicate, MAX_PREDICATE_DEPTH, matches } from './predicate/compile.ts';
export { summarize } from './summarize.ts';
