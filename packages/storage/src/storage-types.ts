// What SPAN_STORAGE_TYPE may say, and why not.

/** Types that Jaeger knows and Spoor does not have yet. */
const NOT_YET: readonly string[] = ['badger', 'blackhole', 'cassandra', 'elasticsearch', 'grpc', 'kafka', 'opensearch'];

/** null when `type` is one of `available`; else one sentence that names the variable and the cure. */
export function typeProblem(type: string, available: readonly string[]): string | null {
  if (available.includes(type)) return null;
  const cure = `use ${available.join(' or ')}`;
  if (type === '') return `SPAN_STORAGE_TYPE is empty: ${cure}`;
  if (type.includes(',')) return `SPAN_STORAGE_TYPE=${type}: several storages at once are not available yet, ${cure}`;
  if (NOT_YET.includes(type)) return `SPAN_STORAGE_TYPE=${type} is not available yet: ${cure}`;
  return `SPAN_STORAGE_TYPE=${type} is unknown: ${cure}`;
}
