// Regular expressions of the filter: RE2 syntax, matched anywhere in the text, case-sensitively. Runs all
// alternatives side by side (Thompson), so time is at most text length times pattern size: no pattern or
// text can make it explode, which the engine's own RegExp cannot promise.
import { compilePattern, type Program } from './pattern-program.ts';
import { parsePattern } from './pattern-syntax.ts';

/**
 * @throws TracingError INVALID_ARGUMENT for a malformed pattern; QUERY_UNSUPPORTED for anchors, word boundaries,
 *   lazy quantifiers, flags and patterns larger than the limits
 */
export function patternTest(pattern: string): (text: string) => boolean {
  const tree = parsePattern(pattern);
  if (tree.type === 'literal') return (text) => text.includes(tree.text);
  const program = compilePattern(tree);
  const now = new StateSet(program.length);
  const next = new StateSet(program.length);
  return (text) => run(program, text, now, next);
}

function run(program: Program, text: string, first: StateSet, second: StateSet): boolean {
  let [now, next] = [first, second];
  now.clear();
  if (follow(program, 0, now)) return true;
  for (let at = 0; at < text.length; ) {
    const char = text.codePointAt(at)!;
    at += char > 0xffff ? 2 : 1;
    next.clear();
    for (let i = 0; i < now.size; i++) {
      const step = program[now.states[i]!]!;
      if (step.op === 'char' && step.has(char) && follow(program, step.next, next)) return true;
    }
    if (follow(program, 0, next)) return true; // a match may start at every character
    [now, next] = [next, now];
  }
  return false;
}

/** Adds `start` and all that is reached from it without reading; true = the pattern has matched. */
function follow(program: Program, start: number, into: StateSet): boolean {
  const { stack } = into;
  let depth = 0;
  stack[depth++] = start;
  while (depth > 0) {
    const state = stack[--depth]!;
    if (!into.add(state)) continue;
    const step = program[state]!;
    if (step.op === 'match') return true;
    if (step.op === 'split') {
      stack[depth++] = step.second;
      stack[depth++] = step.first;
    }
  }
  return false;
}

/** Insertion-ordered set of small numbers, cleared in O(1). */
class StateSet {
  readonly states: Uint16Array;
  readonly stack: Uint16Array;
  size = 0;
  readonly #position: Uint16Array;

  constructor(capacity: number) {
    this.states = new Uint16Array(capacity);
    // every state pushes at most two once it is new
    this.stack = new Uint16Array(2 * capacity + 1);
    this.#position = new Uint16Array(capacity);
  }

  clear(): void {
    this.size = 0;
  }

  /** False when it was there. */
  add(state: number): boolean {
    const position = this.#position[state]!;
    if (position < this.size && this.states[position] === state) return false;
    this.#position[state] = this.size;
    this.states[this.size++] = state;
    return true;
  }
}
