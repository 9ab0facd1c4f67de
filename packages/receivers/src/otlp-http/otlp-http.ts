// OTLP over HTTP: POST /v1/traces on a server of its own, without any framework.
import type { Component, SpanSink } from '@spoor/core';
import { cors } from '../http-server/cors.ts';
import { HttpListener } from '../http-server/http-listener.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { OTLP_HTTP_FLAGS, type OtlpHttpConfig } from './otlp-http-config.ts';
import { TracesHandler } from './traces-handler.ts';

const TRACES_PATH = '/v1/traces';

/** `address` is where it listens, `host:port`, once started. */
export function otlpHttp(
  config: OtlpHttpConfig,
  sink: SpanSink,
  deps: ReceiverDeps,
): Component & { readonly address: string } {
  const traces = new TracesHandler(sink, deps);
  const preflight = cors({ allowedOrigins: config.corsAllowedOrigins, allowedHeaders: config.corsAllowedHeaders });
  return new HttpListener({
    name: 'otlp-http',
    flagPrefix: OTLP_HTTP_FLAGS,
    config,
    logger: deps.logger,
    handler: (request, response) => {
      if (preflight(request, response)) return;
      if (pathOf(request.url ?? '/') === TRACES_PATH) traces.handle(request, response);
      else traces.refuseUnknownPath(request, response);
    },
  });
}

/** Of a request target. */
function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}
