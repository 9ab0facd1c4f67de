// Cross-origin requests from browsers, answered as rs/cors does with Jaeger's settings: credentials allowed,
// methods GET, POST and HEAD. An origin that is not allowed is not refused here; it only gets no headers, and
// the browser does the rest.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface CorsConfig {
  /** `*`, whole origins, or origins with one `*`; empty = no CORS at all. */
  readonly allowedOrigins: readonly string[];
  /** Any case, `*` = any; empty = the ones every browser may need. */
  readonly allowedHeaders: readonly string[];
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'HEAD', 'OPTIONS']);
const DEFAULT_HEADERS = ['accept', 'content-type', 'x-requested-with'];
const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** Answers true when the request was a preflight and is done; else the caller goes on, headers are set. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

export function cors(config: CorsConfig): Cors {
  if (config.allowedOrigins.length === 0) return () => false;
  const allowedOrigin = originMatcher(config.allowedOrigins);
  const allowedHeaders = headerMatcher(config.allowedHeaders);
  return (request, response) => {
    const method = request.headers['access-control-request-method'];
    if (request.method === 'OPTIONS' && method !== undefined && method !== '') {
      response.setHeader('Vary', PREFLIGHT_VARY);
      const origin = allowedOrigin(request.headers.origin);
      if (origin !== null) preflight(request, response, origin, method, allowedHeaders);
      response.statusCode = 204;
      response.end();
      return true;
    }
    response.setHeader('Vary', 'Origin');
    const origin = allowedOrigin(request.headers.origin);
    if (origin !== null && METHODS.has(request.method ?? '')) allow(response, origin);
    return false;
  };
}

function preflight(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  method: string,
  allowedHeaders: (names: string) => boolean,
): void {
  const asked = request.headers['access-control-request-headers'] ?? '';
  if (!METHODS.has(method.toUpperCase()) || !allowedHeaders(asked)) return;
  allow(response, origin);
  response.setHeader('Access-Control-Allow-Methods', method.toUpperCase());
  if (asked !== '') response.setHeader('Access-Control-Allow-Headers', asked);
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
}

/** Gives what to name as allowed, or null. */
function originMatcher(allowed: readonly string[]): (origin: string | undefined) => string | null {
  const patterns = allowed.map((text) => text.trim().toLowerCase());
  if (patterns.includes('*')) return (origin) => (origin === undefined ? null : '*');
  const matchers = patterns.map(wildcard);
  return (origin) => {
    const text = origin?.toLowerCase();
    return origin !== undefined && matchers.some((matches) => matches(text ?? '')) ? origin : null;
  };
}

function wildcard(pattern: string): (text: string) => boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return (text) => text === pattern;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return (text) => text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

function headerMatcher(allowed: readonly string[]): (names: string) => boolean {
  const known = new Set((allowed.length === 0 ? DEFAULT_HEADERS : allowed).map((name) => name.trim().toLowerCase()));
  known.add('origin');
  if (known.has('*')) return () => true;
  return (names) =>
    names
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .every((name) => name === '' || known.has(name));
}
