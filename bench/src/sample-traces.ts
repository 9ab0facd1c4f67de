// Spans like those an instrumented shop sends: 9 or 10 attributes, 473 bytes each in OTLP, one event on one
// span in ten, 2 % errors. The same on every run.
import type { Attribute, Resource, Scope, Span, Trace } from '@spoor/core';

const SPANS_PER_TRACE = 10;
const FIRST_START_US = 1_768_471_200_000_000;

function text(key: string, value: string): Attribute {
  return { key, value: { type: 'string', value } };
}

function int(key: string, value: number): Attribute {
  return { key, value: { type: 'int', value } };
}

/** `count` spans of one service, in traces of ten; `batch` varies ids and times. */
export function sampleTraces(count: number, batch: number): Trace[] {
  const resource: Resource = {
    serviceName: 'checkout',
    attributes: [
      text('service.name', 'checkout'),
      text('service.version', '1.14.2'),
      text('deployment.environment.name', 'production'),
      text('host.name', 'node-7f6d9c5b4-x2k8p'),
      text('telemetry.sdk.language', 'go'),
      text('telemetry.sdk.name', 'opentelemetry'),
    ],
    droppedAttributesCount: 0,
    schemaUrl: '',
  };
  const scope: Scope = {
    name: 'shop/otelhttp',
    version: '0.63.0',
    attributes: [],
    droppedAttributesCount: 0,
    schemaUrl: '',
  };
  const traces: Trace[] = [];
  for (let first = 0; first < count; first += SPANS_PER_TRACE) {
    const traceId = id(batch * 1_000_003 + first, 32);
    const length = Math.min(SPANS_PER_TRACE, count - first);
    const spans = Array.from({ length }, (_, i) => sampleSpan(traceId, first + i, batch, resource, scope));
    traces.push({ traceId, spans });
  }
  return traces;
}

function sampleSpan(traceId: string, n: number, batch: number, resource: Resource, scope: Scope): Span {
  const server = n % 2 === 0;
  const unique = batch * 1_000_003 + n;
  const startUs = FIRST_START_US + unique * 137;
  return {
    traceId,
    spanId: id(unique + 1, 16),
    parentSpanId: n % SPANS_PER_TRACE === 0 ? '' : id(unique, 16),
    traceState: '',
    flags: 257,
    name: server ? 'POST /api/v2/cart/{cartId}/items' : 'INSERT shop.cart_items',
    kind: server ? 2 : 3,
    startUs,
    startNsRem: n % 1000,
    durationNs: 1_000_000 + ((unique * 7919) % 50_000_000),
    statusCode: n % 50 === 0 ? 2 : 0,
    statusMessage: n % 50 === 0 ? 'upstream timed out' : '',
    attributes: server ? serverAttributes(unique) : databaseAttributes(unique),
    droppedAttributesCount: 0,
    events: n % 10 === 3 ? [cacheMiss(startUs + 101)] : [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource,
    scope,
    warnings: [],
    native: false,
  };
}

function serverAttributes(unique: number): Attribute[] {
  return [
    text('http.request.method', 'POST'),
    text('url.scheme', 'https'),
    text('url.path', `/api/v2/cart/${unique % 997}/items`),
    text('http.route', '/api/v2/cart/{cartId}/items'),
    int('http.response.status_code', unique % 50 === 0 ? 504 : 200),
    text('server.address', 'shop.example.com'),
    int('server.port', 443),
    text('user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'),
    text('request.id', id(unique, 16)),
  ];
}

function databaseAttributes(unique: number): Attribute[] {
  return [
    text('db.system.name', 'postgresql'),
    text('db.namespace', 'shop'),
    text('db.query.text', 'INSERT INTO cart_items (cart_id, sku, quantity) VALUES ($1, $2, $3)'),
    text('db.operation.name', 'INSERT'),
    text('server.address', 'postgres-primary.shop.svc'),
    int('server.port', 5432),
    int('db.response.returned_rows', unique % 20),
    text('network.peer.address', '10.42.7.19'),
    text('request.id', id(unique, 16)),
  ];
}

function cacheMiss(timeUs: number): Span['events'][number] {
  return {
    timeUs,
    timeNsRem: 0,
    name: 'cache.miss',
    attributes: [text('cache.key', 'cart:42'), int('cache.size', 1024)],
    droppedAttributesCount: 0,
  };
}

/** `digits` hex digits that look random and depend on `seed` alone. */
function id(seed: number, digits: number): string {
  let digitsSoFar = '';
  for (let i = 0; digitsSoFar.length < digits; i++) {
    const mixed = Math.imul((seed + 1) ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b);
    digitsSoFar += ((mixed ^ (mixed >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return digitsSoFar.slice(0, digits);
}
