// An uploaded OTLP JSON document as v1 JSON, un-adjusted: what a UI shows for a dropped file.
import { asTracingError, NameTable, type SpanBatch, type Trace } from '@spoor/core';
import { decodeOtlpJson } from '@spoor/wire';
import { jsoniterStartError } from '../go/jsoniter-error.ts';
import { Pace } from '../http/pace.ts';
import { readBody } from '../http/read-body.ts';
import { sendFailure } from '../http/respond.ts';
import { streamJson } from '../http/stream-json.ts';
import type { QueryService } from '../query-service.ts';
import type { Route } from './route.ts';
import { tracePieces } from './trace-pieces.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const UNREADABLE = 'cannot unmarshal OTLP : ';

export function transformRoute({ clock, turn }: QueryService): Route {
  return {
    method: 'POST',
    path: '/api/transform',
    async handle(exchange) {
      const body = await readBody(exchange.request, MAX_BODY_BYTES);
      const decoded = decode(body);
      if (typeof decoded === 'string') return sendFailure(exchange.response, 400, UNREADABLE + decoded);
      const pace = new Pace(clock, turn);
      await streamJson(exchange, tracePieces(tracesOf(decoded, pace), null, []), pace);
    },
  };
}

/** The batch, or why there is none. A table of its own: uploads must not fill the process's. */
function decode(body: Uint8Array): SpanBatch | string {
  const startError = jsoniterStartError(body);
  if (startError !== null) return startError;
  try {
    return decodeOtlpJson(body, new NameTable());
  } catch (thrown) {
    return asTracingError(thrown).message;
  }
}

/** In order of their first span. */
async function* tracesOf(batch: SpanBatch, pace: Pace): AsyncGenerator<Trace, void> {
  const traces = new Map<string, Trace>();
  for (let row = 0; row < batch.length; row++) {
    const span = batch.span(row).toSpan();
    const trace = traces.get(span.traceId);
    if (trace === undefined) traces.set(span.traceId, { traceId: span.traceId, spans: [span] });
    else trace.spans.push(span);
    if (pace.due) await pace.rest();
  }
  yield* traces.values();
}
