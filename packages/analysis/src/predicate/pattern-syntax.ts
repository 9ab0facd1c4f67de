// Parser of the RE2 subset that every store of the filter can honour: literals, classes, groups, |, * + ? {n,m}.
// Anchors, boundaries, lazy quantifiers and flags are refused, as Jaeger refuses them.
import { TracingError } from '@spoor/core';
import { type CharTest, parseClass, parseEscape } from './pattern-class.ts';
import { PatternReader } from './pattern-reader.ts';

export type PatternNode =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'chars'; readonly has: CharTest }
  | { readonly type: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly type: 'repeat'; readonly of: PatternNode; readonly min: number; readonly max: number | null };

const MAX_PATTERN_CHARS = 1000;
const MAX_NESTING = 100;
/** RE2's own limit. */
const MAX_REPEAT = 1000;

/** @throws TracingError INVALID_ARGUMENT for a malformed pattern, QUERY_UNSUPPORTED for a refused construct */
export function parsePattern(pattern: string): PatternNode {
  if (pattern.length > MAX_PATTERN_CHARS) {
    throw new TracingError('QUERY_UNSUPPORTED', `filter: the pattern is longer than ${MAX_PATTERN_CHARS} characters`);
  }
  const reader = new PatternReader(pattern);
  const tree = choice(reader, 0);
  if (!reader.done) throw reader.malformed('unexpected )');
  return tree;
}

function choice(reader: PatternReader, depth: number): PatternNode {
  if (depth > MAX_NESTING) throw reader.unsupported('groups nested deeper than 100');
  const parts = [sequence(reader, depth)];
  while (reader.take('|')) parts.push(sequence(reader, depth));
  return parts.length === 1 ? parts[0]! : { type: 'choice', parts };
}

function sequence(reader: PatternReader, depth: number): PatternNode {
  const parts: PatternNode[] = [];
  while (!reader.done && !reader.sees('|') && !reader.sees(')')) {
    const part = repeated(reader, atom(reader, depth));
    const last = parts.at(-1);
    if (part.type === 'literal' && last?.type === 'literal') {
      parts[parts.length - 1] = { type: 'literal', text: last.text + part.text };
    } else parts.push(part);
  }
  if (parts.length === 0) return { type: 'literal', text: '' };
  return parts.length === 1 ? parts[0]! : { type: 'sequence', parts };
}

function atom(reader: PatternReader, depth: number): PatternNode {
  if (reader.take('(')) return group(reader, depth);
  if (reader.take('[')) return { type: 'chars', has: parseClass(reader) };
  if (reader.take('.')) return { type: 'chars', has: (char) => char !== 10 };
  if (reader.take('\\')) return escaped(reader);
  if (reader.sees('^') || reader.sees('$')) throw reader.unsupported('anchors');
  if (reader.sees('*') || reader.sees('+') || reader.sees('?')) throw reader.malformed('nothing to repeat');
  return { type: 'literal', text: reader.next() };
}

function group(reader: PatternReader, depth: number): PatternNode {
  if (reader.take('?') && !reader.take(':') && !reader.takeMatch(/P?<\w+>/y))
    throw reader.unsupported('flags and look-around');
  const inner = choice(reader, depth + 1);
  if (!reader.take(')')) throw reader.malformed('missing )');
  return inner;
}

function escaped(reader: PatternReader): PatternNode {
  if (reader.sees('Q')) throw reader.unsupported('quotations');
  const meaning = parseEscape(reader);
  return typeof meaning === 'string' ? { type: 'literal', text: meaning } : { type: 'chars', has: meaning };
}

function repeated(reader: PatternReader, of: PatternNode): PatternNode {
  const bounds = quantifier(reader);
  if (bounds === null) return of;
  if (reader.sees('?')) throw reader.unsupported('lazy quantifiers');
  if (quantifier(reader) !== null) throw reader.malformed('two quantifiers in a row');
  return { type: 'repeat', of, ...bounds };
}

function quantifier(reader: PatternReader): { readonly min: number; readonly max: number | null } | null {
  if (reader.take('*')) return { min: 0, max: null };
  if (reader.take('+')) return { min: 1, max: null };
  if (reader.take('?')) return { min: 0, max: 1 };
  const text = reader.takeMatch(/\{\d+(,\d*)?\}/y);
  if (text === null) return null; // a brace that is no quantifier is a literal
  const [low, high] = text.slice(1, -1).split(',');
  const min = Number(low);
  const max = high === undefined ? min : high === '' ? null : Number(high);
  if (min > MAX_REPEAT || (max !== null && (max > MAX_REPEAT || max < min)))
    throw reader.malformed(`bad repetition ${text}`);
  return { min, max };
}
