// What Zipkin v1 spans must become, written down with objects: the independent half of the property tests.
import type { Attribute, AttributeValue, Span } from '@spoor/core';
import type { V1Host, V1Span } from './v1-model.ts';

const KINDS: Readonly<Record<string, number>> = { sr: 2, ss: 2, cs: 3, cr: 3, ms: 4, mr: 5 };
const PEERS = new Set(['sa', 'ca', 'ma']);

export interface ExpectedV1Span {
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

export function expectedV1(spans: readonly V1Span[], nowUs: number): ExpectedV1Span[] {
  return spans.flatMap((span) => [firstOf(span, nowUs), ...otherSideOf(span)]);
}

/** The same facts of a span that was decoded. */
export function factsOfV1(span: Span): ExpectedV1Span {
  const { traceId, spanId, parentSpanId, name, kind, startUs, durationNs, statusCode, attributes } = span;
  return {
    ...{ traceId, spanId, parentSpanId, name, kind, startUs, durationNs, statusCode, attributes },
    events: span.events.map((event) => ({ timeUs: event.timeUs, name: event.name })),
    resource: span.resource.attributes,
  };
}

function firstOf(span: V1Span, nowUs: number): ExpectedV1Span {
  const { annotations = [], binaryAnnotations = [], timestamp, duration = 0 } = span;
  const times = annotations.filter(({ value }) => value !== '').map((one) => one.timestamp);
  const isAbsent = timestamp === undefined && times.length === 0;
  const startUs = timestamp ?? (isAbsent ? nowUs : Math.min(...times));
  const endUs = timestamp === undefined ? (isAbsent ? nowUs : Math.max(...times)) : timestamp + duration;
  return {
    ...identityOf(span),
    kind: KINDS[annotations.find(({ value }) => KINDS[value] !== undefined)?.value ?? ''] ?? 0,
    startUs,
    durationNs: Math.max(1, (endUs - startUs) * 1000),
    statusCode: binaryAnnotations.some(({ key }) => key === 'error') ? 2 : 0,
    attributes: [
      ...tagsOf(binaryAnnotations),
      ...(isAbsent ? [attribute('otel.zipkin.absentField.startTime', { type: 'bool', value: true })] : []),
    ],
    events: annotations
      .filter(({ value }) => value !== '' && KINDS[value] === undefined)
      .map((one) => ({ timeUs: one.timestamp, name: one.value })),
    resource: hostAttributes(hostOf(span)),
  };
}

function otherSideOf(span: V1Span): ExpectedV1Span[] {
  const { annotations = [] } = span;
  const find = (wanted: string): NonNullable<V1Span['annotations']>[number] | undefined =>
    annotations.find(({ value }) => value === wanted);
  if (find('cs') === undefined || find('sr') === undefined) return [];
  const isServer = KINDS[annotations.find(({ value }) => KINDS[value] !== undefined)!.value] !== 2;
  const first = find(isServer ? 'sr' : 'cs')!;
  const last = find(isServer ? 'ss' : 'cr') ?? first;
  return [
    {
      ...identityOf(span),
      kind: isServer ? 2 : 3,
      startUs: first.timestamp,
      durationNs: Math.max(1, (last.timestamp - first.timestamp) * 1000),
      statusCode: 0,
      attributes: [],
      events: [],
      resource: hostAttributes((first.endpoint?.serviceName ?? '') === '' ? hostOf(span) : first.endpoint!),
    },
  ];
}

function identityOf(span: V1Span): Pick<ExpectedV1Span, 'traceId' | 'spanId' | 'parentSpanId' | 'name'> {
  const traceId = span.traceId.padStart(32, '0');
  return { traceId, spanId: span.id, parentSpanId: span.parentId ?? '', name: span.name ?? '' };
}

function hostOf({ annotations = [], binaryAnnotations = [] }: V1Span): V1Host {
  const named = annotations.find(
    ({ value, endpoint }) => KINDS[value] !== undefined && (endpoint?.serviceName ?? '') !== '',
  );
  if (named?.endpoint !== undefined) return named.endpoint;
  const fallback = binaryAnnotations.findLast(({ endpoint }) => (endpoint?.serviceName ?? '') !== '');
  const component = binaryAnnotations.findLast(({ key }) => key === 'lc')?.value;
  const isText = typeof component === 'string' && component !== '';
  return { serviceName: fallback?.endpoint?.serviceName ?? (isText ? component : 'unknown-service') };
}

function hostAttributes({ serviceName = '', ipv4, port }: V1Host): Attribute[] {
  return [
    text('service.name', serviceName),
    ...(ipv4 === undefined ? [] : [text('ipv4', ipv4)]),
    ...(port === undefined ? [] : [text('port', String(port))]),
  ];
}

/** Of tags with one name the last stays, at its place, with what its host adds. */
function tagsOf(all: NonNullable<V1Span['binaryAnnotations']>): Attribute[] {
  const tags = all.filter(({ key }) => key !== 'error');
  return tags.flatMap(({ key, value, endpoint }, i) => {
    if (tags.slice(i + 1).some((later) => later.key === key)) return [];
    const typed: AttributeValue = typeof value === 'string' ? { type: 'string', value } : { type: 'bool', value };
    return [attribute(key === 'lc' ? 'component' : key, typed), ...(PEERS.has(key) ? peerTags(endpoint) : [])];
  });
}

function peerTags({ serviceName = '', ipv4, port }: V1Host = {}): Attribute[] {
  const word = (ipv4 ?? '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [
    ...(serviceName === '' ? [] : [text('peer.service', serviceName)]),
    ...(ipv4 === undefined ? [] : [attribute('peer.ipv4', { type: 'int', value: word })]),
    ...(port === undefined ? [] : [attribute('peer.port', { type: 'int', value: port })]),
  ];
}

function text(key: string, value: string): Attribute {
  return attribute(key, { type: 'string', value });
}

function attribute(key: string, value: AttributeValue): Attribute {
  return { key, value };
}
