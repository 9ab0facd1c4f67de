// One request to a collector, tried again as Jaeger's agent does: only what the collector or the connection may get
// over, after 50 ms give or take a tenth. A collector that names a time of its own is not asked again before: the error
// goes back with it.
import { asTracingError, type Timers, type TracingError } from '@spoor/core';
import type { GrpcClient } from '@spoor/kit';
import type { Request } from './request.ts';

const POST_SPANS = '/jaeger.api_v2.CollectorService/PostSpans';
const RETRY_WAIT_MS = 50;
const JITTER = 0.1;

export interface PostSpansOptions {
  /** Attempts in all. */
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  /** Sent with every call, e.g. the tenant. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface PostSpansDeps {
  readonly client: GrpcClient;
  readonly timers: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Null = the collector has the spans. */
export type PostSpans = (request: Request, signal: AbortSignal) => Promise<TracingError | null>;

export function postSpans(options: PostSpansOptions, deps: PostSpansDeps): PostSpans {
  return async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      const error = await post(request, attempt, signal, options, deps.client);
      if (error === null || attempt >= options.maxAttempts || !mayPass(error) || signal.aborted) return error;
      await pause(RETRY_WAIT_MS * (1 + JITTER * (2 * deps.random() - 1)), signal, deps.timers);
    }
  };
}

async function post(
  request: Request,
  attempt: number,
  signal: AbortSignal,
  { timeoutMs, metadata }: PostSpansOptions,
  client: GrpcClient,
): Promise<TracingError | null> {
  const retry = attempt === 1 ? {} : { 'x-retry-attempty': String(attempt - 1) };
  try {
    await client.unary(POST_SPANS, request.bytes, {
      signal,
      deadlineMs: timeoutMs,
      metadata: { ...metadata, ...retry },
    });
    return null;
  } catch (thrown) {
    return asTracingError(thrown);
  }
}

/** RESOURCE_EXHAUSTED and UNAVAILABLE without a time. */
function mayPass({ code, retryAfterMs }: TracingError): boolean {
  return (code === 'OVER_CAPACITY' || code === 'STORAGE_UNAVAILABLE') && retryAfterMs === null;
}

function pause(delayMs: number, signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(delayMs, end);
    function end(): void {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
  });
}
