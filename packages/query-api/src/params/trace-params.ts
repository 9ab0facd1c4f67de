import type { TraceLookup } from '@spoor/core';
import { type Parsed, parsed } from '../go/parsed.ts';
import type { QueryString } from '../go/query-string.ts';
import { parseTraceId } from '../go/trace-id.ts';
import { boolParam, integerParam } from './param.ts';

export interface TraceRequest {
  readonly lookup: TraceLookup;
  readonly raw: boolean;
}

/** `id` is the path segment as sent, percent-encoding included: so Jaeger reads and reports it. */
export function parseTraceRequest(id: string, query: QueryString): Parsed<TraceRequest> {
  const traceId = parseTraceId(id);
  if (!traceId.ok) return traceId;
  const startUs = integerParam(query, 'start', null);
  if (!startUs.ok) return startUs;
  const endUs = integerParam(query, 'end', null);
  if (!endUs.ok) return endUs;
  const raw = boolParam(query, 'raw');
  if (!raw.ok) return raw;
  const lookup = { traceId: traceId.value, startUs: startUs.value, endUs: endUs.value };
  return parsed({ lookup, raw: raw.value });
}
