// The parameters of GET /api/traces: either a search, which compiles to the predicate tree, or a list of
// trace ids. They are read in Jaeger's order, so that of several faults the same one is reported.
import type { Predicate, TraceQuery } from '@spoor/core';
import { goParseInt } from '../go/parse-int.ts';
import { type Parsed, parsed, refused } from '../go/parsed.ts';
import type { QueryString } from '../go/query-string.ts';
import { parseTraceId } from '../go/trace-id.ts';
import { boolParam, durationParam, integerParam } from './param.ts';
import { parseTags } from './tag-params.ts';

const DEFAULT_LIMIT = 100;
const LOOKBACK_MS = 48 * 3_600_000;

export interface TracesRequest {
  /** Null: a multi-get of `traceIds`. */
  readonly search: TraceQuery | null;
  /** 32 lower-case hex digits each, in the order asked, repeats included. */
  readonly traceIds: readonly string[];
  /** Leave the adjusters out. */
  readonly raw: boolean;
}

export function parseTracesRequest(query: QueryString, nowMs: number): Parsed<TracesRequest> {
  const start = integerParam(query, 'start', (nowMs - LOOKBACK_MS) * 1000);
  if (!start.ok) return start;
  const end = integerParam(query, 'end', nowMs * 1000 + 999); // the clock tells whole milliseconds
  if (!end.ok) return end;
  const tags = parseTags(query.all('tag'), query.all('tags'));
  if (!tags.ok) return tags;
  const limit = limitParam(query.first('limit'));
  if (!limit.ok) return limit;
  const minNs = durationParam(query, 'minDuration');
  if (!minNs.ok) return minNs;
  const maxNs = durationParam(query, 'maxDuration');
  if (!maxNs.ok) return maxNs;
  const traceIds = traceIdParams(query.all('traceID'));
  if (!traceIds.ok) return traceIds;
  const raw = boolParam(query, 'raw');
  if (!raw.ok) return raw;

  const service = query.first('service');
  if (traceIds.value.length === 0 && service === '') return refused("parameter 'service' is required");
  if (minNs.value !== 0 && maxNs.value !== 0 && maxNs.value < minNs.value) {
    return refused("'maxDuration' should be greater than 'minDuration'");
  }
  if (traceIds.value.length > 0) return parsed({ search: null, traceIds: traceIds.value, raw: raw.value });
  const where = searchPredicate(service, query.first('operation'), minNs.value, maxNs.value, tags.value);
  const search = { where, startMinUs: start.value, startMaxUs: end.value, limit: limit.value };
  return parsed({ search, traceIds: [], raw: raw.value });
}

/** Durations of 0 ns mean: no bound. */
function searchPredicate(
  service: string,
  operation: string,
  minNs: number,
  maxNs: number,
  tags: ReadonlyMap<string, string>,
): Predicate {
  const args: Predicate[] = [
    {
      op: 'eq',
      of: { kind: 'field', level: 'resource', name: 'service' },
      value: { type: 'string', value: service },
    },
  ];
  if (operation !== '') {
    args.push({
      op: 'eq',
      of: { kind: 'field', level: 'span', name: 'name' },
      value: { type: 'string', value: operation },
    });
  }
  const duration = { kind: 'field', level: 'span', name: 'duration' } as const;
  if (minNs !== 0) args.push({ op: 'gte', of: duration, value: { type: 'duration', ns: minNs } });
  if (maxNs !== 0) args.push({ op: 'lte', of: duration, value: { type: 'duration', ns: maxNs } });
  for (const [key, text] of tags) args.push({ op: 'tag', key, text });
  return args.length === 1 ? args[0]! : { op: 'and', args };
}

/** Null = all: what Jaeger does for a limit of 0 or less. Its error is the bare Go text. */
function limitParam(text: string): Parsed<number | null> {
  if (text === '') return parsed(DEFAULT_LIMIT);
  const limit = goParseInt(text, 32);
  if (!limit.ok) return limit;
  return parsed(limit.value > 0n ? Number(limit.value) : null);
}

function traceIdParams(texts: readonly string[]): Parsed<readonly string[]> {
  const ids: string[] = [];
  for (const text of texts) {
    const id = parseTraceId(text);
    if (!id.ok) return refused(`cannot parse traceID param: ${id.error}`);
    ids.push(id.value);
  }
  return parsed(ids);
}
