// What SPAN_STORAGE_TYPE may say, and why not.

/** Types that Jaeger knows and Spoor does not have yet. */
const NOT_YET: readonly string[] = [
  'badger',
  'cassandra',
  'elasticsearch',
  'grpc',
  'grpc-plugin',
  'kafka',
  'opensearch',
];

/** The types named in a list such as `memory,kafka`, each once, in order; [''] for an empty list. */
export function storageTypes(list: string): readonly string[] {
  return [...new Set(list.split(',').map((type) => type.trim()))];
}

/** null when every type of `list` is `available`; else one sentence that names `variable` and the cure. */
export function typeProblem(list: string, available: readonly string[], variable = 'SPAN_STORAGE_TYPE'): string | null {
  const type = storageTypes(list).find((name) => !available.includes(name));
  if (type === undefined) return null;
  const cure = `use ${available.join(' or ')}`;
  if (list.trim() === '') return `${variable} is empty: ${cure}`;
  const named = type === list ? `${variable}=${type}` : `${variable}=${list}: "${type}"`;
  return `${named} is ${NOT_YET.includes(type) ? 'not available yet' : 'unknown'}: ${cure}`;
}
