import type { TraceLookup, TraceQuery } from '../model/predicate.ts';
import type { DependencyLink, Operation, Trace, TraceSummary } from '../model/trace.ts';
import type { Call } from './call.ts';

/** What a store can answer exactly. False or empty = least able. */
export interface SearchCapabilities {
  readonly withoutService: boolean;
  readonly exactLimit: boolean;
  readonly tagsWithDuration: boolean;
  readonly sameSpanConjunction: boolean;
  readonly summaries: boolean;
  /** Operators of the predicate tree that the store takes. */
  readonly operators: readonly string[];
}

/**
 * Reads whole traces. Every method observes `call.signal` (throws its reason once aborted) and sees only
 * `call.tenant`. Objects handed out belong to the caller. An iterable is used once.
 */
export interface TraceReader {
  /** Decorators must forward it. */
  capabilities(call: Call): Promise<SearchCapabilities>;
  /** One item a trace found, in the order asked, each id once; not found = no item. */
  traces(ids: readonly TraceLookup[], call: Call): AsyncIterable<Trace>;
  /** The newest traces that match, newest first, whole. */
  find(query: TraceQuery, call: Call): AsyncIterable<Trace>;
  /** As `find`, but only the ids. */
  findIds(query: TraceQuery, call: Call): AsyncIterable<TraceLookup>;
  /** As `find`, but summaries; chunks of any size, none empty. */
  findSummaries(query: TraceQuery, call: Call): AsyncIterable<readonly TraceSummary[]>;
  /** Names of all services ever stored, sorted by code unit, each once. */
  services(call: Call): Promise<readonly string[]>;
  /** Operations of one service; `kind` null = all kinds, else exactly that kind. Sorted by name, then kind, each once. */
  operations(service: string, kind: string | null, call: Call): Promise<readonly Operation[]>;
}

/** Unix µs, both bounds exclusive. */
export interface TimeRange {
  readonly startUs: number;
  readonly endUs: number;
}

export interface DependencyStore {
  /** Calls between services, one entry a pair, over traces with a span that starts within `range`. */
  links(range: TimeRange, call: Call): Promise<readonly DependencyLink[]>;
  writeLinks(atUs: number, links: readonly DependencyLink[], call: Call): Promise<void>;
}
