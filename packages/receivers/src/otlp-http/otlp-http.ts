// OTLP over HTTP: POST /v1/traces on a server of its own, without any framework. Texts and bodies are Jaeger
// 1.76's, except that messages about malformed payloads are ours and say where.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Component, SpanSink } from '@spoor/core';
import { type HttpAnswer, plainText, refuse } from '../http-door/http-answer.ts';
import { pathOf } from '../http-door/path-of.ts';
import { SpanDoor } from '../http-door/span-door.ts';
import { cors } from '../http-server/cors.ts';
import { HttpListener } from '../http-server/http-listener.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { OTLP_HTTP_FLAGS, type OtlpHttpConfig } from './otlp-http-config.ts';
import { payloadFormat } from './payload-format.ts';

const NAME = 'otlp-http';
const TRACES_PATH = '/v1/traces';

const TEXT = { 'Content-Type': 'text/plain' };
const UNKNOWN_PATH = plainText(404, '404 page not found');
const WRONG_METHOD: HttpAnswer = { status: 405, headers: TEXT, body: '405 method not allowed, supported: [POST]' };
const WRONG_TYPE: HttpAnswer = {
  status: 415,
  headers: TEXT,
  body: '415 unsupported media type, supported: [application/json, application/x-protobuf]',
};

/** `address` is where it listens, `host:port`, once started. */
export function otlpHttp(
  config: OtlpHttpConfig,
  sink: SpanSink,
  deps: ReceiverDeps,
): Component & { readonly address: string } {
  const door = new SpanDoor(NAME, sink, deps);
  const preflight = cors({ allowedOrigins: config.corsAllowedOrigins, allowedHeaders: config.corsAllowedHeaders });
  return new HttpListener({
    name: NAME,
    flagPrefix: OTLP_HTTP_FLAGS,
    config,
    logger: deps.logger,
    handler: (request, response) => {
      if (!preflight(request, response)) handle(door, request, response);
    },
  });
}

function handle(door: SpanDoor, request: IncomingMessage, response: ServerResponse): void {
  const form = payloadFormat(request.headers['content-type']);
  if (pathOf(request.url ?? '/') !== TRACES_PATH) refuse(request, response, UNKNOWN_PATH);
  else if (request.method !== 'POST') refuse(request, response, WRONG_METHOD);
  else if (form === null) refuse(request, response, WRONG_TYPE);
  else void door.take(request, response, form);
}
