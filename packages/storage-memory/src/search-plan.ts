// What of a predicate the columns and the signatures can tell. Only conditions that every match must meet
// are taken out; the predicate itself has the last word on each span that is left, unless the columns
// already said all of it.
import { compilePredicate } from '@spoor/analysis';
import { type Predicate, type Scalar, SPAN_KINDS, type Span, type TraceQuery } from '@spoor/core';
import type { LocalNames } from './local-names.ts';
import type { RowChunk } from './row-chunk.ts';
import { ALL_LANES, lanesWith } from './signature.ts';
import { attributeGroup, lanesOf, type TagGroup, tagGroup } from './tag-group.ts';
import { nameToken } from './token-hash.ts';

const STATUS_WORDS: readonly string[] = ['unset', 'ok', 'error'];

export interface SearchPlan {
  readonly startMinUs: number;
  readonly startMaxUs: number;
  /** Local id, 0 = a name without id; null = any. */
  readonly service: number | null;
  readonly operation: number | null;
  /** Inclusive. */
  readonly minDurationNs: number;
  readonly maxDurationNs: number;
  /** All must be met. */
  readonly groups: readonly TagGroup[];
  /** The columns decide, for spans whose names have ids. */
  readonly exact: boolean;
  readonly matches: (span: Span) => boolean;
}

type Draft = { -readonly [K in keyof SearchPlan]: SearchPlan[K] } & { groups: TagGroup[] };
type Equality = Extract<Predicate, { readonly value: Scalar }>;

/** Throws as compilePredicate does. */
export function planSearch(query: TraceQuery, names: LocalNames): SearchPlan {
  const { where, startMinUs, startMaxUs } = query;
  const draft: Draft = {
    startMinUs,
    startMaxUs,
    service: null,
    operation: null,
    minDurationNs: 0,
    maxDurationNs: Number.POSITIVE_INFINITY,
    groups: [],
    exact: true,
    matches: where === null ? () => true : compilePredicate(where),
  };
  if (where !== null) narrow(draft, where, names);
  return draft;
}

/** The lanes of the chunk that may hold a match, as bits; 0 = the chunk holds none. */
export function candidateLanes(plan: SearchPlan, chunk: RowChunk): number {
  const isWithin =
    chunk.maxStartUs >= plan.startMinUs &&
    chunk.minStartUs <= plan.startMaxUs &&
    chunk.maxDurationNs >= plan.minDurationNs &&
    chunk.minDurationNs <= plan.maxDurationNs;
  if (!isWithin) return 0;
  let lanes = lanesNamed(chunk, plan.service, true) & lanesNamed(chunk, plan.operation, false);
  for (const group of plan.groups) {
    if (lanes === 0) return 0;
    lanes &= lanesOf(chunk, group);
  }
  return lanes;
}

function lanesNamed(chunk: RowChunk, id: number | null, isService: boolean): number {
  if (id === null || chunk.unnamed) return ALL_LANES;
  return id === 0 ? 0 : lanesWith(chunk.signature, nameToken(id, isService));
}

function narrow(draft: Draft, where: Predicate, names: LocalNames): void {
  switch (where.op) {
    case 'and':
      for (const arg of where.args) narrow(draft, arg, names);
      return;
    case 'tag':
      draft.exact = false;
      pushGroup(draft, tagGroup(where.key, where.text));
      return;
    case 'eq':
    case 'gte':
    case 'gt':
    case 'lte':
    case 'lt':
      if (!narrowByValue(draft, where, names)) draft.exact = false;
      return;
    default:
      draft.exact = false;
  }
}

/** True when the columns now say all of this condition. */
function narrowByValue(draft: Draft, { op, of, value }: Equality, names: LocalNames): boolean {
  if (of.kind === 'field' && of.level === 'span' && of.name === 'duration') return narrowDuration(draft, op, value);
  if (op !== 'eq') return false;
  if (of.kind === 'attribute') {
    if (of.level !== 'scope' && of.level !== 'link') pushGroup(draft, attributeGroup(of.key, value));
    return false;
  }
  if (value.type !== 'string') return false;
  switch (`${of.level}.${of.name}`) {
    case 'resource.service':
      if (draft.service !== null) return false;
      draft.service = names.find(value.value);
      return true;
    case 'span.name':
      if (draft.operation !== null) return false;
      draft.operation = names.find(value.value);
      return true;
    case 'span.kind':
      pushWord(draft, Math.max(0, SPAN_KINDS.indexOf(value.value)), 0);
      return false;
    case 'span.status':
      pushWord(draft, 0, Math.max(0, STATUS_WORDS.indexOf(value.value)));
      return false;
    default:
      return false;
  }
}

/** Kind 0 and status 0 are also what unknown numbers were stored as: those are left to the predicate. */
function pushWord(draft: Draft, kind: number, status: number): void {
  if (kind === 0 && status === 0) return;
  draft.groups.push({
    tokens: new Int32Array(0),
    kindBits: kind === 0 ? 0 : 1 << kind,
    statusBits: status === 0 ? 0 : 1 << status,
  });
}

function narrowDuration(draft: Draft, op: Equality['op'], value: Scalar): boolean {
  if (value.type !== 'duration') return false;
  if (op !== 'lt' && op !== 'lte') draft.minDurationNs = Math.max(draft.minDurationNs, value.ns);
  if (op !== 'gt' && op !== 'gte') draft.maxDurationNs = Math.min(draft.maxDurationNs, value.ns);
  return op !== 'lt' && op !== 'gt';
}

function pushGroup(draft: Draft, group: TagGroup | null): void {
  if (group !== null) draft.groups.push(group);
}
