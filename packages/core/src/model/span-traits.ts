// One byte a span (SpanColumns.traits) for the labels of Jaeger's counters that are in no other column.

/** Bit 0: Jaeger's debug flag. */
export const TRAIT_DEBUG = 1;
/** Bits 1 to 3: index into SAMPLER_TYPES. */
const SAMPLER_SHIFT = 1;
const SAMPLER_BITS = 7;

/** Bit 4: came as Zipkin's thrift to an agent's port. */
export const TRAIT_ZIPKIN = 16;

/** The values of the tag `sampler.type` that Jaeger knows; anything else is the first. */
export const SAMPLER_TYPES: readonly string[] = [
  'unrecognized',
  'probabilistic',
  'lowerbound',
  'ratelimiting',
  'const',
];

/** `sampler` is an index into SAMPLER_TYPES. */
export function traitsOf(isDebug: boolean, sampler: number): number {
  return (isDebug ? TRAIT_DEBUG : 0) | (sampler << SAMPLER_SHIFT);
}

/** Index into SAMPLER_TYPES. */
export function samplerOf(traits: number): number {
  return (traits >>> SAMPLER_SHIFT) & SAMPLER_BITS;
}
