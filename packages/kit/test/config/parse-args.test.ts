import { describe, expect, test } from 'vitest';
import type { AnyField } from '../../src/config/config-specs.ts';
import { parseArgs } from '../../src/config/parse-args.ts';

function field(flag: string, type: AnyField['type']): [string, AnyField] {
  return [flag, { flag, type, default: '', help: '' }];
}

const FIELDS = new Map([field('a.b-c', 'string'), field('on', 'bool'), field('list', 'strings')]);

describe('a flag is read', () => {
  test.each([
    [['--a.b-c=v'], 'a.b-c', ['v']],
    [['--a.b-c', 'v'], 'a.b-c', ['v']],
    [['--a.b-c='], 'a.b-c', ['']],
    [['--a.b-c=x=y'], 'a.b-c', ['x=y']],
    [['--a.b-c', '--on'], 'a.b-c', ['--on']],
    [['--on'], 'on', ['true']],
    [['--on=false'], 'on', ['false']],
    [['--list=a', '--list', 'b'], 'list', ['a', 'b']],
  ] as const)('%j', (args, flag, texts) => {
    const parsed = parseArgs(args, FIELDS);
    expect(parsed.errors).toEqual([]);
    expect(parsed.words).toEqual([]);
    expect(parsed.flags.get(flag)).toEqual(texts);
  });
});

test('a bare boolean does not take the next argument', () => {
  const parsed = parseArgs(['--on', 'false'], FIELDS);
  expect(parsed.flags.get('on')).toEqual(['true']);
  expect(parsed.words).toEqual(['false']);
});

test('words are told from flags, with their places', () => {
  const parsed = parseArgs(['--a.b-c', 'docs', 'docs', '--', '--on'], FIELDS);
  expect(parsed.words).toEqual(['docs', '--on']);
  expect(parsed.wordsAt).toEqual([2, 4]);
  expect(parsed.flags.has('on')).toBe(false);
});

test.each([['-h'], ['--help']])('%s asks for help', (arg) => {
  expect(parseArgs(['x', arg], FIELDS).help).toBe(true);
});

describe('refused with the cure', () => {
  test.each([
    [['--a.b_c=v'], 'unknown flag --a.b_c; did you mean --a.b-c?'],
    [['-on'], '-on: flags start with two dashes; write --on'],
    [['--a.b-c'], '--a.b-c needs a value: --a.b-c=…'],
  ])('%j', (args, error) => {
    expect(parseArgs(args, FIELDS).errors).toEqual([error]);
  });
});

test('every mistake is reported, not only the first', () => {
  expect(parseArgs(['--x1=1', '-y', '--x2'], FIELDS).errors).toHaveLength(3);
});
