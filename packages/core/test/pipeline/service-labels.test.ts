import { describe, expect, test } from 'vitest';
import { NameTable, NO_NAME, normalisedService, ServiceLabels } from '../../src/index.ts';

describe('service labels', () => {
  const cases = [
    { name: 'frontend', want: 'frontend' },
    { name: 'Front End', want: 'front_end' },
    { name: 'a.b-c/d_e', want: 'a.b-c_d_e' },
    { name: 'služba', want: 'slu_ba' },
    { name: '', want: '__unknown' },
  ];
  test.each(cases)('$name becomes $want', ({ name, want }) => {
    expect(normalisedService(name)).toBe(want);
  });

  test('names after the limit share one label, known ones keep theirs', () => {
    const names = new NameTable();
    const labels = new ServiceLabels(names, 2);
    const label = (name: string): string => labels.label(names.internText(name));
    expect(['a', 'b', 'c', 'd', 'a', 'B'].map(label)).toEqual(['a', 'b', 'other-services', 'other-services', 'a', 'b']);
  });

  test('the limit is 4000 names', () => {
    const names = new NameTable();
    const labels = new ServiceLabels(names);
    const got = Array.from({ length: 4001 }, (_, i) => labels.label(names.internText(`s${i}`)));
    expect([got[3999], got[4000]]).toEqual(['s3999', 'other-services']);
  });

  test('a name the table had no room for is another service', () => {
    expect(new ServiceLabels(new NameTable()).label(NO_NAME)).toBe('other-services');
  });

  test('how many there are is known, once for each label', () => {
    const names = new NameTable();
    const labels = new ServiceLabels(names);
    for (const name of ['a', 'A', 'b', '']) labels.label(names.internText(name));
    expect(labels.size).toBe(3);
  });
});
