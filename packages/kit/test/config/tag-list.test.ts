import { describe, expect, test } from 'vitest';
import { tagList, tagListProblem } from '../../src/config/tag-list.ts';

/** The inside of dollar and braces. */
function variable(inner: string): string {
  return `$\{${inner}}`;
}

const ENV = { HOST: 'node-1', EMPTY: '' };

describe('tagList', () => {
  test.each<[string, string, readonly (readonly [string, string])[]]>([
    ['nothing', ' ', []],
    [
      'pairs',
      'a=1,b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'blanks around',
      ' a = 1 , b=2 ',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['an equals sign in a value', 'a=b=c', [['a', 'b=c']]],
    ['an empty value', 'a=', [['a', '']]],
    ['a variable', `h=${variable('HOST')}`, [['h', 'node-1']]],
    ['a variable with a default that is not needed', `h=${variable('HOST:x')}`, [['h', 'node-1']]],
    ['a default', `h=${variable('NOBODY:x y')}`, [['h', 'x y']]],
    ['an empty default', `h=${variable('NOBODY:')}`, [['h', '']]],
    ['a variable that is not set', `a=1,h=${variable('NOBODY')}`, [['a', '1']]],
    ['a variable that is empty', `h=${variable('EMPTY')}`, []],
    ['a key twice', 'a=1,a=2', [['a', '2']]],
  ])('%s', (_title, text, pairs) => {
    expect([...tagList(text, ENV)]).toEqual(pairs);
  });
});

describe('tagListProblem', () => {
  test.each(['', 'a=1', 'a=', `a=b=c,d=${variable('X')}`])('%j can be read', (text) => {
    expect(tagListProblem('agent.tags', text)).toBeNull();
  });

  test.each([
    ['a=1,b', '"b"'],
    ['=1', '"=1"'],
    ['a=1,', '""'],
  ])('%j names %s', (text, wrong) => {
    expect(tagListProblem('agent.tags', text)).toBe(`--agent.tags: ${wrong} is not key=value`);
  });
});
