// Turns the predicate tree into one function of a span, checking the tree once. Absence: a comparison on an
// operand without a value is false, `ne` and `not_in` included (they ask for a value and none that is equal);
// only `not` turns that around.
import { type Operand, type Predicate, type Scalar, type Span, TracingError } from '@spoor/core';
import { comparison } from './compare.ts';
import { FIELD_WORDS } from './fields.ts';
import { type CompiledOperand, compileOperand, type Reader } from './operand.ts';
import { patternTest } from './pattern.ts';
import { tagTest } from './tag.ts';
import type { Bound, Test, Value } from './value.ts';

export const MAX_PREDICATE_DEPTH = 20;

const UNBOUND: Bound = { event: null, link: null };

type Matcher = (span: Span, bound: Bound) => boolean;

/**
 * @throws TracingError INVALID_ARGUMENT for a malformed tree, QUERY_UNSUPPORTED for one nested deeper than
 *   MAX_PREDICATE_DEPTH or with a pattern outside the supported syntax
 */
export function compilePredicate(predicate: Predicate): (span: Span) => boolean {
  const matcher = compile(predicate, 1, []);
  return (span) => matcher(span, UNBOUND);
}

/** As compilePredicate, for a single use. */
export function matches(predicate: Predicate, span: Span): boolean {
  return compilePredicate(predicate)(span);
}

function compile(predicate: Predicate, depth: number, within: readonly string[]): Matcher {
  if (depth > MAX_PREDICATE_DEPTH) {
    throw new TracingError('QUERY_UNSUPPORTED', `filter: nested deeper than ${MAX_PREDICATE_DEPTH} levels`);
  }
  switch (predicate.op) {
    case 'and':
    case 'or':
      return junction(
        predicate.op,
        predicate.args.map((arg) => compile(arg, depth + 1, within)),
      );
    case 'not': {
      const arg = compile(predicate.arg, depth + 1, within);
      return (span, bound) => !arg(span, bound);
    }
    case 'some':
      return someElement(predicate.level, predicate.where, depth, within);
    case 'tag': {
      const test = tagTest(predicate.key, predicate.text);
      return (span) => test(span);
    }
    default:
      return leaf(predicate);
  }
}

function junction(op: 'and' | 'or', args: readonly Matcher[]): Matcher {
  if (op === 'and') return (span, bound) => args.every((arg) => arg(span, bound));
  return (span, bound) => args.some((arg) => arg(span, bound));
}

function someElement(level: 'event' | 'link', where: Predicate, depth: number, within: readonly string[]): Matcher {
  if (within.includes(level)) throw new TracingError('INVALID_ARGUMENT', `filter: some ${level} inside some ${level}`);
  const matcher = compile(where, depth + 1, [...within, level]);
  if (level === 'event') return (span, bound) => span.events.some((event) => matcher(span, { ...bound, event }));
  return (span, bound) => span.links.some((link) => matcher(span, { ...bound, link }));
}

type Leaf = Extract<Predicate, { readonly of: Operand }>;

function leaf(predicate: Leaf): Matcher {
  const operand = compileOperand(predicate.of);
  switch (predicate.op) {
    case 'exists':
      return positive(operand.read, () => true);
    case 'regex':
      return positive(operand.read, regexTest(predicate.of, operand, predicate.pattern));
    case 'in':
    case 'not_in': {
      const tests = predicate.values.map((value) => equality(predicate.of, operand, value));
      const test: Test = (value) => tests.some((equal) => equal(value));
      return predicate.op === 'in' ? positive(operand.read, test) : negative(operand.read, test);
    }
    case 'eq':
      return positive(operand.read, equality(predicate.of, operand, predicate.value));
    case 'ne':
      return negative(operand.read, equality(predicate.of, operand, predicate.value));
    default:
      requireOrder(predicate.of, operand, predicate.value);
      return positive(operand.read, comparison(predicate.op, predicate.value));
  }
}

function positive(read: Reader, test: Test): Matcher {
  return (span, bound) => read(span, bound, test);
}

function negative(read: Reader, test: Test): Matcher {
  const any: Test = () => true;
  return (span, bound) => read(span, bound, any) && !read(span, bound, test);
}

function equality(of: Operand, operand: CompiledOperand, constant: Scalar): Test {
  requireKind(of, operand, constant);
  return comparison('eq', constant);
}

function regexTest(of: Operand, operand: CompiledOperand, pattern: string): Test {
  if (operand.type === 'duration' || operand.type === 'time')
    throw invalid(of, 'holds no text to match a pattern against');
  const test = patternTest(pattern);
  return (value: Value) => value.type === 'string' && test(value.value);
}

/** The constants a field of each type compares with. */
const CONSTANTS: Readonly<Record<CompiledOperand['type'], readonly Scalar['type'][]>> = {
  any: ['string', 'int', 'double', 'bool'],
  text: ['string'],
  word: ['string'],
  duration: ['duration'],
  time: ['time'],
};

function requireKind(of: Operand, operand: CompiledOperand, constant: Scalar): void {
  if (!CONSTANTS[operand.type].includes(constant.type)) throw invalid(of, `does not compare with a ${constant.type}`);
  if (operand.type !== 'word' || of.kind !== 'field' || constant.type !== 'string') return;
  const words = FIELD_WORDS[of.name] ?? [];
  if (!words.includes(constant.value)) throw invalid(of, `is one of ${words.join(', ')}, not '${constant.value}'`);
}

function requireOrder(of: Operand, operand: CompiledOperand, constant: Scalar): void {
  if (operand.type === 'word' || constant.type === 'bool') throw invalid(of, 'compares in no order with that constant');
  requireKind(of, operand, constant);
}

function invalid(of: Operand, why: string): TracingError {
  const name = of.kind === 'field' ? `${of.level}.${of.name}` : `attribute '${of.key}'`;
  return new TracingError('INVALID_ARGUMENT', `filter: ${name} ${why}`);
}
