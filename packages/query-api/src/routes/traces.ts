import { type Call, jaegerTraceId, type Trace, type TraceLookup, type TraceReader } from '@spoor/core';
import { Pace } from '../http/pace.ts';
import { sendFailure } from '../http/respond.ts';
import { streamJson } from '../http/stream-json.ts';
import { parseTracesRequest } from '../params/search-params.ts';
import { parseTraceRequest } from '../params/trace-params.ts';
import type { QueryService } from '../query-service.ts';
import type { ApiError } from '../render/envelope.ts';
import type { Route } from './route.ts';
import { type TraceAdjuster, tracePieces } from './trace-pieces.ts';

const NOT_FOUND = 'trace not found';

/** `adjuster` runs for every answer that is not asked for raw. */
export function traceRoutes(service: QueryService, adjuster: TraceAdjuster): readonly Route[] {
  return [searchRoute(service, adjuster), traceRoute(service, adjuster)];
}

/** A search, or with `traceID` a list of traces. */
function searchRoute({ reader, clock, turn }: QueryService, adjuster: TraceAdjuster): Route {
  return {
    method: 'GET',
    path: '/api/traces',
    async handle(exchange) {
      const wanted = parseTracesRequest(exchange.query, clock.nowMs());
      if (!wanted.ok) return sendFailure(exchange.response, 400, wanted.error);
      const { search, traceIds, raw } = wanted.value;
      const missing: ApiError[] = [];
      const traces =
        search === null ? tracesAsked(reader, traceIds, missing, exchange.call) : reader.find(search, exchange.call);
      await streamJson(exchange, tracePieces(traces, raw ? null : adjuster, missing), new Pace(clock, turn));
    },
  };
}

function traceRoute({ reader, clock, turn }: QueryService, adjuster: TraceAdjuster): Route {
  return {
    method: 'GET',
    path: '/api/traces/*',
    async handle(exchange) {
      const wanted = parseTraceRequest(exchange.segments[3]!, exchange.query);
      if (!wanted.ok) return sendFailure(exchange.response, 400, wanted.error);
      const { lookup, raw } = wanted.value;
      const traces = reader.traces([lookup], exchange.call)[Symbol.asyncIterator]();
      const first = await traces.next();
      if (first.done === true) return sendFailure(exchange.response, 404, NOT_FOUND);
      const all = startingWith(first.value, traces);
      await streamJson(exchange, tracePieces(all, raw ? null : adjuster, []), new Pace(clock, turn));
    },
  };
}

/** The reader holds on to room for a trace until it is asked for the next one: so not before this one is sent. */
async function* startingWith(trace: Trace, rest: AsyncIterator<Trace>): AsyncGenerator<Trace, void> {
  try {
    yield trace;
  } finally {
    await rest.return?.();
  }
}

/**
 * As often and in the order asked, which is once each in a reader's answer: an id that comes again starts
 * another read. Ids without a trace are added to `missing`.
 */
async function* tracesAsked(
  reader: TraceReader,
  traceIds: readonly string[],
  missing: ApiError[],
  call: Call,
): AsyncGenerator<Trace, void> {
  for (const run of runsWithoutRepeats(traceIds)) {
    let at = 0;
    for await (const trace of reader.traces(run.map(lookupOf), call)) {
      for (; at < run.length && run[at] !== trace.traceId; at++) missing.push(notFound(run[at]!));
      at++;
      yield trace;
    }
    for (; at < run.length; at++) missing.push(notFound(run[at]!));
  }
}

function runsWithoutRepeats(traceIds: readonly string[]): readonly (readonly string[])[] {
  const runs: Set<string>[] = [new Set()];
  for (const id of traceIds) {
    if (runs.at(-1)!.has(id)) runs.push(new Set());
    runs.at(-1)!.add(id);
  }
  return runs.map((run) => [...run]);
}

function lookupOf(traceId: string): TraceLookup {
  return { traceId, startUs: null, endUs: null };
}

function notFound(traceId: string): ApiError {
  return { code: 0, msg: NOT_FOUND, traceId: jaegerTraceId(traceId) };
}
