import { describe, expect, test } from 'vitest';
import { MemberFinder, memberNames } from '../../src/json/member-finder.ts';

const TYPES = [
  memberNames([
    ['id', 1],
    ['name', 2],
    ['names', 3],
    ['traceId', 4],
  ]),
  memberNames([['id', 5]]),
];

function finder(text: string): MemberFinder<number> {
  return new MemberFinder(new TextEncoder().encode(text), TYPES);
}

describe('a name that starts after a quote', () => {
  test.each([
    ['"id":1', 1],
    ['"name":1', 2],
    ['"names":1', 3],
    ['"traceId":1', 4],
    ['"i":1', null],
    ['"idx":1', null],
    ['"nam":1', null],
    ['"traceID":1', null],
    ['"traceId', null],
    ['"', null],
  ])('%s', (text, member) => {
    expect(finder(text).find(0, 0, 1)).toBe(member);
  });
});

test('the member that followed last time is found again, another one too', () => {
  const found = finder('"id""name""id""traceId""id""name"');
  const seen: (number | null)[] = [];
  for (let at = 0, slot = 0; at < 33; at = found.end) {
    seen.push(found.find(0, slot, at + 1));
    slot = found.slot;
  }
  expect(seen).toEqual([1, 2, 1, 4, 1, 2]);
});

test('types of object have names of their own', () => {
  const found = finder('"id""name"');
  expect([found.find(1, 0, 1), found.find(1, 0, 5), found.find(0, 0, 5)]).toEqual([5, null, 2]);
});

test('a name that was written with escapes is found by its text', () => {
  const text = new TextEncoder().encode('<traceId>');
  expect([finder('').findText(0, text, 1, 8), finder('').findText(0, text, 1, 7)]).toEqual([4, null]);
});
