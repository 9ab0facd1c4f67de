// The agent's sampling port, 5778: `/sampling` answers with the enum as text, `/` with numbers, for clients of the
// first versions. `/baggageRestrictions` is there and always fails.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Component, Deps, SamplingProvider } from '@spoor/core';
import { plainText, refuse } from '../http-door/http-answer.ts';
import { pathOf } from '../http-door/path-of.ts';
import { HttpListener } from '../http-server/http-listener.ts';
import { SAMPLING_HTTP_FLAGS, type SamplingHttpConfig } from './sampling-http-config.ts';
import { samplingMetrics } from './sampling-metrics.ts';
import { SamplingResponder } from './sampling-responder.ts';

const UNKNOWN_PATH = plainText(404, '404 page not found');
const WRONG_METHOD = { status: 405, headers: {}, body: '' };
/** The listener's own. */
const DEFAULT_TIMEOUTS = { readTimeoutMs: 0, readHeaderTimeoutMs: 0, idleTimeoutMs: 0 };

/** `address` is where it listens, `host:port`, once started. */
export function samplingHttp(
  config: SamplingHttpConfig,
  provider: SamplingProvider,
  deps: Pick<Deps, 'logger' | 'metrics'>,
): Component & { readonly address: string } {
  const responder = new SamplingResponder(provider, samplingMetrics('agent', deps.metrics));
  return new HttpListener({
    name: 'sampling-http',
    flagPrefix: SAMPLING_HTTP_FLAGS,
    config: { ...config, ...DEFAULT_TIMEOUTS },
    logger: deps.logger,
    handler: (request, response) => {
      const serve = routeOf(responder, pathOf(request.url ?? '/'));
      if (serve === null) refuse(request, response, UNKNOWN_PATH);
      else if (request.method !== 'GET') refuse(request, response, WRONG_METHOD);
      else serve(request, response);
    },
  });
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** Null for a path that is not served. */
function routeOf(responder: SamplingResponder, path: string): Serve | null {
  if (path === '/sampling') return (request, response) => responder.strategy('named', request, response);
  if (path === '/') return (request, response) => responder.strategy('legacy', request, response);
  if (path === '/baggageRestrictions') return (request, response) => responder.baggage(request, response);
  return null;
}
