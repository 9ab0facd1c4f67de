import type { TimeRange } from '@spoor/core';
import { type Parsed, parsed } from '../go/parsed.ts';
import type { QueryString } from '../go/query-string.ts';
import { integerParam } from './param.ts';

const DEFAULT_LOOKBACK_MS = 24 * 3_600_000;

export interface DependenciesRequest {
  readonly range: TimeRange;
  /** Keep only links that it is one end of; '' = all. */
  readonly service: string;
}

/** endTs and lookback are milliseconds. */
export function parseDependenciesRequest(query: QueryString, nowMs: number): Parsed<DependenciesRequest> {
  const endMs = integerParam(query, 'endTs', nowMs);
  if (!endMs.ok) return endMs;
  const lookbackMs = integerParam(query, 'lookback', DEFAULT_LOOKBACK_MS);
  if (!lookbackMs.ok) return lookbackMs;
  const range = { startUs: (endMs.value - lookbackMs.value) * 1000, endUs: endMs.value * 1000 };
  return parsed({ range, service: query.first('service') });
}
