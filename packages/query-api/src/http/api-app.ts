// The chain every request goes through, on express: fixed headers, path cleaning, tenancy, routes, pages.
// Routes are matched on the encoded path (`%2F` stays inside its segment) and say 405 to other methods.
import type { ServerResponse } from 'node:http';
import type { Tenancy } from '@spoor/kit';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { goCleanPath } from '../go/clean-path.ts';
import { QueryString } from '../go/query-string.ts';
import type { Route } from '../routes/route.ts';
import type { Exchange } from './exchange.ts';
import { sendEmpty, sendFailure, sendNotFound, sendText } from './respond.ts';
import { tenantOf } from './tenancy.ts';

export interface ApiAppParts {
  /** Without a slash at its end; '' for the root. */
  readonly basePath: string;
  /** Set on every answer. */
  readonly headers: readonly (readonly [string, string])[];
  readonly tenancy: Tenancy;
  readonly routes: readonly Route[];
  /** What no route matches: files and the page. */
  readonly pages: RequestHandler;
  failed(response: ServerResponse, thrown: unknown): void;
}

export function apiApp(parts: ApiAppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.enable('case sensitive routing').enable('strict routing');
  app.set('query parser', false);
  app.use(fixedHeaders(parts.headers), cleanedPath, refusedTenant(parts.tenancy));
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const route of parts.routes) {
    router.all(pathPattern(route.path), (request, response) => answer(route, request, response, parts));
  }
  router.use(parts.pages);
  app.use(mountPath(parts.basePath), router);
  app.use((_request, response) => sendNotFound(response));
  app.use((thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    parts.failed(response, thrown);
  });
  return app;
}

function fixedHeaders(headers: ApiAppParts['headers']): RequestHandler {
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('traceresponse', ''); // empty: the request itself is not traced
    next();
  };
}

/** Go's routers send `//a`, `/./a` and `/b/../a` to `/a`; a broken escape never reaches them. */
function cleanedPath(request: Request, response: Response, next: NextFunction): void {
  const [path, search] = cutTarget(request.originalUrl);
  if (!path.startsWith('/') || /%(?![0-9a-fA-F]{2})/.test(path)) {
    response.setHeader('connection', 'close');
    sendText(response, 400, '400 Bad Request');
    return;
  }
  const clean = goCleanPath(path);
  if (clean === path) {
    next();
    return;
  }
  response.setHeader('location', clean + search);
  sendEmpty(response, 301);
}

function refusedTenant(tenancy: Tenancy): RequestHandler {
  return (request, response, next) => {
    const tenant = tenantOf(request, tenancy);
    if ('refusal' in tenant) return sendText(response, 401, tenant.refusal);
    next();
  };
}

async function answer(route: Route, request: Request, response: Response, parts: ApiAppParts): Promise<void> {
  if (request.method !== route.method) return sendEmpty(response, 405);
  const tenant = tenantOf(request, parts.tenancy);
  const [path, search] = cutTarget(request.url);
  const query = QueryString.parse(search.slice(1));
  if (!query.ok) return sendFailure(response, 400, query.error);
  const gone = goneSignal(response);
  const call = { signal: gone, tenant: 'tenant' in tenant ? tenant.tenant : '' };
  const exchange: Exchange = { request, response, segments: path.split('/'), query: query.value, call };
  try {
    await route.handle(exchange);
  } catch (thrown) {
    if (!gone.aborted) parts.failed(response, thrown);
  }
}

/** Aborts when the connection closes before the answer is complete. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('client went away'));
  });
  return gone.signal;
}

/** The path, and the query string with its `?`. */
function cutTarget(target: string): readonly [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark)];
}

function pathPattern(path: string): RegExp {
  const segments = path.split('/').map((segment) => (segment === '*' ? '[^/]+' : segment));
  return new RegExp(`^${segments.join('/')}$`);
}

/** Characters that mean something in express's paths are only themselves here. */
function mountPath(basePath: string): string {
  return basePath === '' ? '/' : basePath.replace(/[:*(){}[\]?+!\\]/g, String.raw`\$&`);
}
