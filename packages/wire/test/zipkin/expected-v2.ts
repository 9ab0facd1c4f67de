// What Zipkin v2 spans must become, written down with objects: the independent half of the property tests. Knows
// nothing of the tags that mean more than tags, but for `error` and those of the process.
import type { Attribute, AttributeValue, Span } from '@spoor/core';
import type { Endpoint, V2Span } from './v2-model.ts';

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const HELD = new Set(['host.name', 'service.version', 'k8s.pod.uid']);

export interface ExpectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startUs: number;
  readonly durationNs: number;
  readonly statusCode: number;
  readonly attributes: readonly Attribute[];
  readonly events: readonly { readonly timeUs: number; readonly name: string }[];
  readonly resource: readonly Attribute[];
}

/** Of one payload, in the order of the payload. */
export function expectedV2(spans: readonly V2Span[]): ExpectedSpan[] {
  return spans.map((span) => {
    const service = span.localEndpoint?.serviceName ?? '';
    const last = spans.findLast((other) => (other.localEndpoint?.serviceName ?? '') === service)!;
    const held = service === '' ? [] : heldOf(last);
    const said = new Set(held.map(textOf));
    const { parentId = '', tags = {}, timestamp = 0, duration = 0, kind = '' } = span;
    const isError = 'error' in tags;
    return {
      traceId: span.traceId.padStart(32, '0'),
      spanId: span.id,
      parentSpanId: parentId === span.id ? '' : parentId,
      name: span.name ?? '',
      kind: KINDS.indexOf(kind),
      startUs: timestamp,
      durationNs: Math.max(1, duration * 1000),
      statusCode: isError ? 2 : 0,
      attributes: [
        ...Object.entries(tags)
          .filter(([key, value]) => !HELD.has(key) && !(key === 'error' && value === 'true'))
          .map(([key, value]) => textAttribute(key, value)),
        ...addressOf(span.localEndpoint, 'net.host'),
        ...peerOf(span.remoteEndpoint),
        ...heldOf(span).filter((attribute) => !said.has(textOf(attribute))),
      ],
      events: (span.annotations ?? []).map((one) => ({ timeUs: one.timestamp, name: one.value.split('|')[0]! })),
      resource: service === '' ? [] : [textAttribute('service.name', service), ...held],
    };
  });
}

/** The same facts of a span that was decoded. */
export function factsOfSpan(span: Span): ExpectedSpan {
  const { traceId, spanId, parentSpanId, name, kind, startUs, durationNs, statusCode, attributes } = span;
  return {
    ...{ traceId, spanId, parentSpanId, name, kind, startUs, durationNs, statusCode, attributes },
    events: span.events.map((event) => ({ timeUs: event.timeUs, name: event.name })),
    resource: span.resource.attributes,
  };
}

function heldOf({ tags = {} }: V2Span): Attribute[] {
  return Object.entries(tags)
    .filter(([key]) => HELD.has(key))
    .map(([key, value]) => textAttribute(key, value));
}

function peerOf(endpoint: Endpoint | undefined): Attribute[] {
  const service = endpoint?.serviceName ?? '';
  return [...(service === '' ? [] : [textAttribute('peer.service', service)]), ...addressOf(endpoint, 'net.peer')];
}

function addressOf({ ipv4, ipv6, port = 0 }: Endpoint = {}, prefix: string): Attribute[] {
  const ip = ipv6 ?? ipv4;
  return [
    ...(ip === undefined ? [] : [textAttribute(`${prefix}.ip`, ip)]),
    ...(port === 0 ? [] : [{ key: `${prefix}.port`, value: { type: 'int', value: port } as AttributeValue }]),
  ];
}

function textAttribute(key: string, value: string): Attribute {
  return { key, value: { type: 'string', value } };
}

function textOf({ key, value }: Attribute): string {
  return JSON.stringify([key, value]);
}
