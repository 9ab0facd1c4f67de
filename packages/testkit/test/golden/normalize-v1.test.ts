import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../src/golden/first-difference.ts';
import { goldenIngestCases } from '../../src/golden/golden-cases.ts';
import { normalizeV1 } from '../../src/golden/normalize-v1.ts';

const span = (spanID: string, processID: string, tags: string[] = [], warnings: string[] | null = null): object => ({
  spanID,
  processID,
  tags,
  warnings,
});
const answer = (spans: object[], processes: object): object => ({
  data: [{ traceID: 'a', spans, processes, warnings: null }],
  errors: null,
});
const WEB = { serviceName: 'web', tags: [] };
const DB = { serviceName: 'db', tags: [] };

describe('equal after normalising', () => {
  const cases = [
    {
      title: 'order of spans and numbers of processes',
      a: answer([span('1', 'p1'), span('2', 'p2')], { p1: WEB, p2: DB }),
      b: answer([span('2', 'p1'), span('1', 'p2')], { p1: DB, p2: WEB }),
    },
    {
      title: 'order of warnings',
      a: answer([span('1', 'p1', [], ['x', 'y'])], { p1: WEB }),
      b: answer([span('1', 'p1', [], ['y', 'x'])], { p1: WEB }),
    },
    { title: 'order of names', a: { data: ['a', 'b'] }, b: { data: ['b', 'a'] } },
    { title: 'order of keys', a: { data: [{ name: 'x', spanKind: '' }] }, b: { data: [{ spanKind: '', name: 'x' }] } },
  ];
  for (const c of cases) test(c.title, () => expect(firstDifference(normalizeV1(c.a), normalizeV1(c.b))).toBeNull());
});

describe('different after normalising', () => {
  const cases = [
    {
      title: 'a span under another process',
      a: answer([span('1', 'p1')], { p1: WEB, p2: DB }),
      b: answer([span('1', 'p2')], { p1: WEB, p2: DB }),
      where: 'serviceName',
    },
    {
      title: 'order of tags',
      a: answer([span('1', 'p1', ['a', 'b'])], { p1: WEB }),
      b: answer([span('1', 'p1', ['b', 'a'])], { p1: WEB }),
      where: 'tags[0]',
    },
    {
      title: 'a span too many',
      a: answer([span('1', 'p1')], { p1: WEB }),
      b: answer([span('1', 'p1'), span('1', 'p1')], { p1: WEB }),
      where: 'want 1 items, got 2',
    },
    {
      title: 'no warnings and an empty list',
      a: answer([span('1', 'p1')], {}),
      b: answer([span('1', 'p1', [], [])], {}),
      where: 'warnings',
    },
    { title: 'null and an empty list', a: { data: null }, b: { data: [] }, where: '$.data' },
    { title: 'a number and its text', a: { data: [1] }, b: { data: ['1'] }, where: 'want 1, got "1"' },
    {
      title: 'a key that is missing',
      a: { data: [], total: 0 },
      b: { data: [] },
      where: '$.total: want 0, got nothing',
    },
    { title: 'a key too many', a: { data: [] }, b: { data: [], total: 0 }, where: '$.total: want nothing, got 0' },
  ];
  for (const c of cases)
    test(c.title, () => expect(firstDifference(normalizeV1(c.a), normalizeV1(c.b))).toContain(c.where));
});

test('every recorded answer equals itself read backwards', () => {
  for (const { name, v1 } of goldenIngestCases('otlp')) {
    for (const { body } of Object.values(v1)) {
      const reversed = structuredClone(body) as { data: { spans: unknown[] }[] | null };
      for (const trace of reversed.data ?? []) trace.spans.reverse();
      expect(firstDifference(normalizeV1(body), normalizeV1(reversed)), name).toBeNull();
    }
  }
});
