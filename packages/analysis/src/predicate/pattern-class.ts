// Character classes and escapes of patterns: \d, \pL, \x{1F600}, [a-z[:digit:]\s], …
import type { PatternReader } from './pattern-reader.ts';

/** Takes a code point. */
export type CharTest = (char: number) => boolean;

const digit: CharTest = (char) => char >= 48 && char <= 57;
const lower: CharTest = (char) => char >= 97 && char <= 122;
const upper: CharTest = (char) => char >= 65 && char <= 90;
const alpha: CharTest = (char) => lower(char) || upper(char);
const word: CharTest = (char) => alpha(char) || digit(char) || char === 95;
/** \t \n \f \r and blank; POSIX adds \v. */
const space: CharTest = (char) => char === 32 || char === 9 || char === 10 || char === 12 || char === 13;
const graph: CharTest = (char) => char > 32 && char < 127;

const PERL: Readonly<Record<string, CharTest>> = { d: digit, s: space, w: word };

const POSIX: Readonly<Record<string, CharTest>> = {
  alnum: (char) => alpha(char) || digit(char),
  alpha,
  ascii: (char) => char < 128,
  blank: (char) => char === 32 || char === 9,
  cntrl: (char) => char < 32 || char === 127,
  digit,
  graph,
  lower,
  print: (char) => char === 32 || graph(char),
  punct: (char) => graph(char) && !alpha(char) && !digit(char),
  space: (char) => space(char) || char === 11,
  upper,
  word,
  xdigit: (char) => digit(char) || (char >= 65 && char <= 70) || (char >= 97 && char <= 102),
};

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' };

const not =
  (test: CharTest): CharTest =>
  (char) =>
    !test(char);

/** What follows a backslash: a character (as text) or a class. */
export function parseEscape(reader: PatternReader): string | CharTest {
  const hex = reader.takeMatch(/x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})/y);
  if (hex !== null) return charOf(reader, Number.parseInt(hex.replace(/[x{}]/g, ''), 16));
  const octal = reader.takeMatch(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal !== null) return charOf(reader, Number.parseInt(octal, 8));
  const name = reader.next();
  const perl = PERL[name.toLowerCase()];
  if (perl !== undefined) return name === name.toLowerCase() ? perl : not(perl);
  if (name === 'p' || name === 'P') return unicodeClass(reader, name === 'P');
  if (CONTROLS[name] !== undefined) return CONTROLS[name];
  if ('AzbBC'.includes(name)) throw reader.unsupported('anchors and boundaries');
  if (/[0-9A-Za-z]/.test(name)) throw reader.malformed(`unknown escape \\${name}`);
  return name;
}

function charOf(reader: PatternReader, code: number): string {
  if (code > 0x10ffff) throw reader.malformed('no such character');
  return String.fromCodePoint(code);
}

/** \pL, \p{Lu}, \p{Greek}, \p{^Greek}: general categories and scripts. */
function unicodeClass(reader: PatternReader, isNegated: boolean): CharTest {
  const text = reader.takeMatch(/[A-Z]|\{\^?\w+\}/y);
  if (text === null) throw reader.malformed('bad character class');
  const isInverted = text.startsWith('{^') !== isNegated;
  const name = text.replace(/[{^}]/g, '');
  for (const property of [`gc=${name}`, `sc=${name}`]) {
    try {
      const expression = new RegExp(`\\p{${property}}`, 'u');
      const has: CharTest = (char) => expression.test(String.fromCodePoint(char));
      return isInverted ? not(has) : has;
    } catch {
      // not a name of this kind of property
    }
  }
  throw reader.malformed(`unknown character class ${name}`);
}

/** The rest of a class, after its opening bracket. */
export function parseClass(reader: PatternReader): CharTest {
  const isNegated = reader.take('^');
  const parts: CharTest[] = [];
  do
    parts.push(classPart(reader)); // a leading ] is a literal
  while (!reader.take(']'));
  const has: CharTest = (char) => parts.some((part) => part(char));
  return isNegated ? not(has) : has;
}

function classPart(reader: PatternReader): CharTest {
  const posix = reader.takeMatch(/\[:\^?\w+:\]/y);
  if (posix !== null) {
    const test = POSIX[posix.replace(/\W/g, '')];
    if (test === undefined) throw reader.malformed(`unknown character class ${posix}`);
    return posix[2] === '^' ? not(test) : test;
  }
  const first = classChar(reader);
  if (typeof first !== 'string') return first;
  const from = first.codePointAt(0)!;
  if (!reader.sees('-') || reader.sees('-]')) return (char) => char === from;
  reader.next();
  const last = classChar(reader);
  const to = typeof last === 'string' ? last.codePointAt(0)! : -1;
  if (to < from) throw reader.malformed('bad range');
  return (char) => char >= from && char <= to;
}

function classChar(reader: PatternReader): string | CharTest {
  return reader.take('\\') ? parseEscape(reader) : reader.next();
}
