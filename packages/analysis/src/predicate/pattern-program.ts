// Pattern tree to a list of steps for the matcher: repetitions are written out, hence the limit.
import { TracingError } from '@spoor/core';
import type { CharTest } from './pattern-class.ts';
import type { PatternNode } from './pattern-syntax.ts';

/** Bounds memory and the work a character can cause. */
const MAX_STEPS = 4000;

type Step =
  | { readonly op: 'char'; readonly has: CharTest; readonly next: number }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'match' };

/** Starts at step 0. */
export type Program = readonly Step[];

/** @throws TracingError QUERY_UNSUPPORTED when the pattern unfolds to more than 4000 steps */
export function compilePattern(tree: PatternNode): Program {
  const steps: Step[] = [];
  emit(steps, tree);
  push(steps, { op: 'match' });
  return steps;
}

function push(steps: Step[], step: Step): void {
  if (steps.length >= MAX_STEPS) throw new TracingError('QUERY_UNSUPPORTED', 'filter: the pattern is too large');
  steps.push(step);
}

/** Appends steps that fall through to whatever is appended next. Depth is bounded by the parser. */
function emit(steps: Step[], node: PatternNode): void {
  switch (node.type) {
    case 'literal':
      for (const char of node.text) {
        const wanted = char.codePointAt(0)!;
        push(steps, { op: 'char', has: (each) => each === wanted, next: steps.length + 1 });
      }
      return;
    case 'chars':
      push(steps, { op: 'char', has: node.has, next: steps.length + 1 });
      return;
    case 'sequence':
      for (const part of node.parts) emit(steps, part);
      return;
    case 'choice':
      emitChoice(steps, node.parts);
      return;
    case 'repeat':
      for (let i = 0; i < node.min; i++) emit(steps, node.of);
      if (node.max === null) emitLoop(steps, node.of);
      else emitOptional(steps, node.of, node.max - node.min);
  }
}

function emitChoice(steps: Step[], parts: readonly PatternNode[]): void {
  const exits: { op: 'split'; first: number; second: number }[] = [];
  parts.forEach((part, i) => {
    if (i === parts.length - 1) {
      emit(steps, part);
      return;
    }
    const fork = { op: 'split' as const, first: steps.length + 1, second: 0 };
    push(steps, fork);
    emit(steps, part);
    const exit = { op: 'split' as const, first: 0, second: 0 };
    exits.push(exit);
    push(steps, exit);
    fork.second = steps.length;
  });
  for (const exit of exits) exit.first = exit.second = steps.length;
}

function emitLoop(steps: Step[], of: PatternNode): void {
  const at = steps.length;
  const fork = { op: 'split' as const, first: at + 1, second: 0 };
  push(steps, fork);
  emit(steps, of);
  push(steps, { op: 'split', first: at, second: at });
  fork.second = steps.length;
}

function emitOptional(steps: Step[], of: PatternNode, count: number): void {
  const forks: { op: 'split'; first: number; second: number }[] = [];
  for (let i = 0; i < count; i++) {
    const fork = { op: 'split' as const, first: steps.length + 1, second: 0 };
    forks.push(fork);
    push(steps, fork);
    emit(steps, of);
  }
  for (const fork of forks) fork.second = steps.length;
}
