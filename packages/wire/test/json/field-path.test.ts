import { expect, test } from 'vitest';
import { fieldPath } from '../../src/json/field-path.ts';

// `|` marks the byte asked about.
const cases = [
  { text: '|{}', want: '' },
  { text: '{|}', want: '' },
  { text: '{"a":|1}', want: 'a' },
  { text: '{"a":1,|"b":2}', want: '' },
  { text: '{"a":[|1]}', want: 'a[0]' },
  { text: '{"a":[1,2,|3]}', want: 'a[2]' },
  { text: '{"a":[[1,2],[3,|4]]}', want: 'a[1][1]' },
  { text: '{"a":[{"b":{},"c":{"d":|1}}]}', want: 'a[0].c.d' },
  { text: '{"a":"}],[{","b":|1}', want: 'b' },
  { text: '{"a":"\\"","b":|1}', want: 'b' },
  { text: '{"a":"\\\\","b":|1}', want: 'b' },
  { text: '{"služba":|1}', want: 'služba' },
  { text: '[1,{"x":|', want: '[1].x' },
  { text: '{"a":1}|', want: '' },
];
test.each(cases)('$text is at "$want"', ({ text, want }) => {
  const offset = Buffer.from(text.slice(0, text.indexOf('|'))).length;
  expect(fieldPath(Buffer.from(text.replace('|', '')), offset)).toBe(want);
});
