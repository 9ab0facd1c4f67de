// The collector's sampling endpoint, for clients without an agent: a part of the door on 14268.
import type { RequestListener } from 'node:http';
import type { Metrics, SamplingProvider } from '@spoor/core';
import { plainText, refuse } from '../http-door/http-answer.ts';
import { pathOf } from '../http-door/path-of.ts';
import { samplingMetrics } from './sampling-metrics.ts';
import { SamplingResponder } from './sampling-responder.ts';

export interface SamplingHandlerOptions {
  readonly provider: SamplingProvider;
  readonly metrics: Metrics;
}

const SAMPLING_PATH = '/api/sampling';
/** Also baggage: Jaeger's collector answers it like any unknown path since 1.65, and with an error before. */
const UNKNOWN_PATH = plainText(404, '404 page not found');
const WRONG_METHOD = { status: 405, headers: {}, body: '' };

/** Answers `GET /api/sampling?service=X`. */
export function samplingHandler({ provider, metrics }: SamplingHandlerOptions): RequestListener {
  const responder = new SamplingResponder(provider, samplingMetrics('collector', metrics));
  return (request, response) => {
    if (pathOf(request.url ?? '/') !== SAMPLING_PATH) refuse(request, response, UNKNOWN_PATH);
    else if (request.method !== 'GET') refuse(request, response, WRONG_METHOD);
    else responder.strategy('named', request, response);
  };
}
