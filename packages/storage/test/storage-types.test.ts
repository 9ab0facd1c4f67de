import { describe, expect, test } from 'vitest';
import { typeProblem } from '../src/storage-types.ts';

const AVAILABLE = ['memory', 'other'];

const cases = [
  { title: 'an available type is no problem', type: 'memory', want: null },
  { title: 'an empty type is named empty', type: '', want: 'SPAN_STORAGE_TYPE is empty: use memory or other' },
  {
    title: 'a type of Jaeger that is still to come is told apart from a typo',
    type: 'cassandra',
    want: 'SPAN_STORAGE_TYPE=cassandra is not available yet: use memory or other',
  },
  {
    title: 'an unknown type is refused by name',
    type: 'memroy',
    want: 'SPAN_STORAGE_TYPE=memroy is unknown: use memory or other',
  },
  {
    title: 'a list is refused whole, even of available types',
    type: 'memory,other',
    want: 'SPAN_STORAGE_TYPE=memory,other: several storages at once are not available yet, use memory or other',
  },
  {
    title: 'case matters, as in Jaeger',
    type: 'Memory',
    want: 'SPAN_STORAGE_TYPE=Memory is unknown: use memory or other',
  },
] as const;

describe('typeProblem', () => {
  for (const c of cases) test(c.title, () => expect(typeProblem(c.type, AVAILABLE)).toBe(c.want));
});
