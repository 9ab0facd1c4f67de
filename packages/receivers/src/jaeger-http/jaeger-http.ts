// Jaeger's collector over HTTP: POST /api/traces with a jaeger.thrift Batch in the binary protocol, and the sampling
// strategies that clients without an agent ask for. Texts are Jaeger 1.76's; what a decoder says is ours.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Component, ErrorCode, SpanSink, TracingError } from '@spoor/core';
import { JaegerThriftDecoder } from '@spoor/wire';
import { type HttpAnswer, plainText, refuse } from '../http-door/http-answer.ts';
import { pathOf } from '../http-door/path-of.ts';
import { SpanDoor, type SpanForm } from '../http-door/span-door.ts';
import { HttpListener } from '../http-server/http-listener.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { contentTypeProblem } from './content-type.ts';
import { JAEGER_HTTP_FLAGS, JAEGER_HTTP_TLS_FLAGS, type JaegerHttpConfig } from './jaeger-http-config.ts';
import { RequestDurations } from './request-durations.ts';

export interface JaegerHttpDeps extends ReceiverDeps {
  /** Answers GET /api/sampling and GET /api/baggageRestrictions. */
  readonly sampling: RequestListener;
}

const NAME = 'jaeger-http';
const TRACES_PATH = '/api/traces';
const SAMPLING_PATHS: ReadonlySet<string> = new Set(['/api/sampling', '/api/baggageRestrictions']);
/** `@jaeger@format` of the spans. */
const FORMAT = 'jaeger';

const TAKEN: HttpAnswer = { status: 202, headers: {}, body: '' };
const WRONG_METHOD: HttpAnswer = { status: 405, headers: {}, body: '' };
const UNKNOWN_PATH = plainText(404, '404 page not found');

/** `address` is where it listens, `host:port`, once started. */
export function jaegerHttp(
  config: JaegerHttpConfig,
  sink: SpanSink,
  deps: JaegerHttpDeps,
): Component & { readonly address: string } {
  const door = new SpanDoor(NAME, sink, deps);
  const form = spanForm();
  const durations = new RequestDurations(deps);
  return new HttpListener({
    name: NAME,
    flagPrefix: JAEGER_HTTP_FLAGS,
    tlsFlagPrefix: JAEGER_HTTP_TLS_FLAGS,
    config,
    logger: deps.logger,
    handler: (request, response) => {
      durations.observe(request, response);
      const path = pathOf(request.url ?? '/');
      if (path === TRACES_PATH) takeTraces(door, form, request, response);
      else if (!SAMPLING_PATHS.has(path)) refuse(request, response, UNKNOWN_PATH);
      else if (request.method !== 'GET') refuse(request, response, WRONG_METHOD);
      else deps.sampling(request, response);
    },
  });
}

/** Decoding never waits, so one decoder does for all requests. */
function spanForm(): SpanForm {
  const decoder = new JaegerThriftDecoder(FORMAT);
  return {
    decode: (bytes, names) => decoder.decode(bytes, names),
    copies: true,
    taken: () => TAKEN,
    refused: (error, status) => plainText(status, refusalText(error)),
  };
}

function takeTraces(door: SpanDoor, form: SpanForm, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'POST') {
    refuse(request, response, WRONG_METHOD);
    return;
  }
  const problem = contentTypeProblem(request.headers['content-type']);
  if (problem === null) void door.take(request, response, form);
  else refuse(request, response, plainText(400, problem));
}

const BODY_PROBLEMS: ReadonlySet<ErrorCode> = new Set(['INVALID_ARGUMENT', 'PAYLOAD_MALFORMED', 'PAYLOAD_TOO_LARGE']);
const TENANT_PROBLEMS: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'PERMISSION_DENIED']);

function refusalText({ code, message }: TracingError): string {
  if (BODY_PROBLEMS.has(code)) return `Unable to process request body: ${message}`;
  return TENANT_PROBLEMS.has(code) ? message : `Cannot submit Jaeger batch: ${message}`;
}
