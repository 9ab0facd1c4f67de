import { expect, test } from 'vitest';
import { checkJson } from '../../src/index.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each(['null', ' {} ', '[1,{"a":"b"}]\n', '-0.5e+3', '"x"'])('%j is JSON', (text) => {
  expect(() => checkJson(bytesOf(text))).not.toThrow();
});

test.each([
  ['', 0],
  ['{"a":1,}', 7],
  ['{"a":1} x', 8],
  ['[1 2]', 3],
  ['{"a":01}', 5],
  ['{"a":"b', 7],
  ['nul', 0],
])('%j is not, and the error has the offset', (text, offset) => {
  expect(() => checkJson(bytesOf(text))).toThrow(expect.objectContaining({ code: 'PAYLOAD_MALFORMED', offset }));
});
