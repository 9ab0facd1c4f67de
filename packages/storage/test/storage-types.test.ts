import { describe, expect, test } from 'vitest';
import { storageTypes, typeProblem } from '../src/storage-types.ts';

const AVAILABLE = ['memory', 'other'];

const cases = [
  { title: 'an available type is no problem', type: 'memory', want: null },
  { title: 'a list of available types is none either', type: 'other,memory', want: null },
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
    title: 'of a list the first that is not available is named',
    type: 'memory,kafka,grpc',
    want: 'SPAN_STORAGE_TYPE=memory,kafka,grpc: "kafka" is not available yet: use memory or other',
  },
  {
    title: 'a comma too many is an unknown type',
    type: 'memory,',
    want: 'SPAN_STORAGE_TYPE=memory,: "" is unknown: use memory or other',
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

test.each([
  { list: 'memory', want: ['memory'] },
  { list: 'b, a ,b', want: ['b', 'a'] },
  { list: '', want: [''] },
])('"$list" names $want', ({ list, want }) => {
  expect(storageTypes(list)).toEqual(want);
});
