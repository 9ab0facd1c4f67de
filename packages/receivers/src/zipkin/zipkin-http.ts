// Zipkin over HTTP: spans to any path, as Jaeger 1.76 takes them, and an answer for those who take this port for a
// whole Zipkin server.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Component, SpanSink } from '@spoor/core';
import { type HttpAnswer, plainText, refuse } from '../http-door/http-answer.ts';
import { pathOf } from '../http-door/path-of.ts';
import { SpanDoor } from '../http-door/span-door.ts';
import { cors } from '../http-server/cors.ts';
import { HttpListener } from '../http-server/http-listener.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { zipkinForms } from './zipkin-forms.ts';
import { ZIPKIN_FLAGS, type ZipkinHttpConfig } from './zipkin-http-config.ts';

const NAME = 'zipkin';
const HEALTH_PATH = '/health';
/** Of Zipkin's own queries. */
const QUERY_PATH = /^\/(?:zipkin\/)?api\/v[12]\/(?!spans$)/;

const HEALTH: HttpAnswer = {
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: '{"status":"UP","zipkin":{"status":"UP"}}',
};
const SPANS_ONLY = 'this port takes Zipkin spans by POST and answers no queries; those go to the query service';
const NO_SPANS = plainText(400, SPANS_ONLY);
const NO_QUERIES = plainText(501, SPANS_ONLY);

/** `address` is where it listens, `host:port`, once started. */
export function zipkinHttp(
  config: ZipkinHttpConfig,
  sink: SpanSink,
  deps: ReceiverDeps,
): Component & { readonly address: string } {
  const door = new SpanDoor(NAME, sink, deps);
  const formOf = zipkinForms(deps.clock);
  const preflight = cors({ allowedOrigins: config.corsAllowedOrigins, allowedHeaders: config.corsAllowedHeaders });
  return new HttpListener({
    name: NAME,
    flagPrefix: ZIPKIN_FLAGS,
    config: { ...config, readTimeoutMs: 0, readHeaderTimeoutMs: 0, idleTimeoutMs: 0 },
    logger: deps.logger,
    handler: (request, response) => {
      if (!config.keepAlive) response.setHeader('Connection', 'close');
      if (preflight(request, response)) return;
      const path = pathOf(request.url ?? '/');
      // As in Jaeger any method that may bring a body brings spans.
      if (request.method === 'GET' || request.method === 'HEAD') answerReader(path, request, response);
      else void door.take(request, response, formOf(path, request.headers['content-type']));
    },
  });
}

function answerReader(path: string, request: IncomingMessage, response: ServerResponse): void {
  if (path === HEALTH_PATH) refuse(request, response, HEALTH);
  else refuse(request, response, QUERY_PATH.test(path) ? NO_QUERIES : NO_SPANS);
}
