// The operator's door of a service: health, metrics, version, probes and, behind a flag, profiles. It opens before
// everything else and closes last, so that a starting or stopping service can say so.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Component, Health, Logger } from '@spoor/core';
import type { BuildInfo } from '../build-info.ts';
import type { CommonConfig } from '../config/common-config.ts';
import type { ScrapedMetrics } from '../metrics/create-metrics.ts';
import { type HttpServer, httpServer } from '../net/http-server.ts';
import { openServerTls, type ServerTls } from '../tls/server-tls.ts';
import { healthText } from './health-text.ts';
import { serveProfile } from './profiles.ts';
import type { ServiceState } from './service-state.ts';

export interface AdminParts {
  readonly state: ServiceState;
  readonly metrics: ScrapedMetrics;
  readonly build: BuildInfo;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

export function adminServer(config: CommonConfig, parts: AdminParts): Component {
  const answer = answers(config, parts);
  let tls: ServerTls | null = null;
  let http: HttpServer | null = null;
  let bound = '';
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    serve(answer, config, request, response).catch((error: unknown) => {
      parts.logger.error('admin request failed', { path: request.url ?? '', reason: String(error) });
      send(response, { status: 500, type: TEXT_TYPE, body: 'internal error\n' });
    });
  };
  return {
    name: 'admin',
    async start() {
      tls = openServerTls('admin.http', config, parts.logger);
      http = httpServer(handle, tls);
      bound = await http.listen(config.adminHostPort, 'admin.http.host-port');
    },
    async stop(deadlineMs) {
      await http?.stop(deadlineMs);
      tls?.close();
      http = null;
    },
    health: (): Health => ({ state: http === null ? 'stopped' : 'ready', detail: bound }),
  };
}

type Answers = ReadonlyMap<string, () => Answer | Promise<Answer>>;

function answers(config: CommonConfig, { state, metrics, build }: AdminParts): Answers {
  const ok = (type: string, body: string): Answer => ({ status: 200, type, body });
  const routes: [string, () => Answer | Promise<Answer>][] = [
    ['/', () => ({ status: state.isReady() ? 200 : 503, type: JSON_TYPE, body: healthText(state) })],
    ['/version', () => ok(JSON_TYPE, JSON.stringify(build))],
    ['/livez', () => ok(TEXT_TYPE, 'ok\n')],
    ['/readyz', () => readiness(state)],
  ];
  if (config.metricsBackend !== 'none') {
    routes.push([config.metricsHttpRoute, async () => ok(metrics.contentType, await metrics.render())]);
  }
  return new Map(routes);
}

/** 200 only while the service is ready and every component says it is. */
function readiness(state: ServiceState): Answer {
  const lines = [`service ${state.isReady() ? 'ready' : 'not ready'}`];
  let ready = state.isReady();
  for (const component of state.components()) {
    const health = component.health();
    if (health.state !== 'ready') ready = false;
    lines.push(`${component.name} ${health.state}${health.detail === '' ? '' : `: ${health.detail}`}`);
  }
  return { status: ready ? 200 : 503, type: TEXT_TYPE, body: `${lines.join('\n')}\n` };
}

async function serve(
  answers: Answers,
  config: CommonConfig,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    send(response, { status: 405, type: TEXT_TYPE, body: 'only GET\n' });
    return;
  }
  if (path.startsWith('/debug/') && config.adminProfiling) {
    return serveProfile(path, new URLSearchParams(query), response);
  }
  const answer = answers.get(path);
  if (answer !== undefined) send(response, await answer());
  else send(response, { status: 404, type: TEXT_TYPE, body: notFound(path, config) });
}

function notFound(path: string, config: CommonConfig): string {
  if (path.startsWith('/debug/') && !config.adminProfiling) return 'profiles are off; start with --admin.profiling\n';
  return '404 page not found\n';
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
