// The page's own functions, as the browser loads them.
import { describe, expect, test } from 'vitest';

const { durationText, parseTags, summary, tagsAsText, timeText } = await import(
  new URL('../../assets/static/traces.js', import.meta.url).href
);

const tags = [
  { text: '', want: {} },
  { text: 'a=b', want: { a: 'b' } },
  { text: '  a=b   c=d ', want: { a: 'b', c: 'd' } },
  { text: 'a="b c" d=', want: { a: 'b c', d: '' } },
  { text: String.raw`a="say \"hi\" \\"`, want: { a: 'say "hi" \\' } },
  { text: 'url=http://x/?a=1&b=2', want: { url: 'http://x/?a=1&b=2' } },
  { text: '{"a":"b"}', want: { a: 'b' } },
  { text: '__proto__=x', want: { ['__proto__']: 'x' } },
  { text: 'a', want: null },
  { text: 'a="b', want: null },
  { text: 'a=b"c', want: null },
  { text: '{"a"', want: null },
] as const;

describe('tags typed into the form', () => {
  for (const { text, want } of tags) {
    test(text === '' ? '(nothing)' : text, () => {
      const parsed = parseTags(text);
      expect(parsed === null ? null : JSON.stringify(parsed)).toBe(want === null ? null : JSON.stringify(want));
    });
  }

  test('come back from the address as they were typed', () => {
    for (const text of ['a=b', 'a="b c" d=1', String.raw`a="\"\\"`]) {
      expect(tagsAsText(JSON.stringify(parseTags(text)))).toBe(text);
    }
  });
});

describe('a row', () => {
  const span = (spanID: string, startTime: number, parent = '', error = false) => ({
    spanID,
    startTime,
    duration: 10,
    operationName: `op ${spanID}`,
    processID: 'p1',
    references: parent === '' ? [] : [{ refType: 'CHILD_OF', traceID: 't', spanID: parent }],
    tags: error ? [{ key: 'error', type: 'bool', value: true }] : [],
  });
  const processes = { p1: { serviceName: 'web', tags: [] } };

  test('has the root, the bounds and the counts of its trace', () => {
    const trace = { traceID: 't', processes, spans: [span('b', 5, 'a', true), span('a', 0), span('c', 20, 'a')] };
    expect(summary(trace)).toEqual({ id: 't', root: 'web: op a', start: 0, durationUs: 30, spans: 3, errors: 1 });
  });

  test('of a trace whose root is missing takes the earliest orphan', () => {
    const trace = { traceID: 't', processes, spans: [span('b', 9, 'x'), span('a', 3, 'y')] };
    expect(summary(trace).root).toBe('web: op a');
  });

  test('of a trace that is a cycle takes some span', () => {
    const trace = { traceID: 't', processes, spans: [span('a', 1, 'b'), span('b', 2, 'a')] };
    expect(summary(trace).root).toBe('web: op a');
  });

  test('shows durations in the unit that fits, and times no calendar has as numbers', () => {
    expect([999, 1_500, 2_340_000].map(durationText)).toEqual(['999 µs', '1.5 ms', '2.34 s']);
    expect(timeText(1e22)).toBe('1e+22 µs');
  });
});
