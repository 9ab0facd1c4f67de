// Zipkin v2 spans as plain objects, at random, and their two forms on the wire.
import fc from 'fast-check';
import { encodeZipkinByOracle } from '../oracle.ts';

export interface Endpoint {
  readonly serviceName?: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly port?: number;
}

export interface V2Span {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly timestamp?: number;
  readonly duration?: number;
  readonly debug?: boolean;
  readonly localEndpoint?: Endpoint;
  readonly remoteEndpoint?: Endpoint;
  readonly annotations?: readonly { readonly timestamp: number; readonly value: string }[];
  readonly tags?: Readonly<Record<string, string>>;
}

const DIGITS = '0123456789abcdef';
const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(DIGITS)), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((id) => /[^0]/.test(id));
const spanId = hex(16);
const timeUs = fc.integer({ min: 1, max: 4_000_000_000_000_000 });
const text = fc.oneof(
  fc.constantFrom('', 'a', 'GET /x', 'a|b', '"\\/\b', 'služba', '名前', '\u{1f600}', 'x'.repeat(200)),
  fc.string({ maxLength: 12 }).filter((random) => random.split('|').length < 3),
);
/** None that means more than a tag. */
const key = fc.constantFrom('http.path', 'k', 'ключ', 'a "quoted" key', 'error', 'x'.repeat(80), 'lc', 'net.host.name');
const heldKey = fc.constantFrom('host.name', 'service.version', 'k8s.pod.uid');

const endpoint: fc.Arbitrary<Endpoint> = fc.record(
  {
    serviceName: fc.constantFrom('front', 'back', 'služba', '', 'a "b"'),
    ipv4: fc.constantFrom('10.0.0.1', '255.255.255.255', '1.2.3.4'),
    ipv6: fc.constantFrom('2001:db8::1', '::1', 'fe80::1:0:0:2'),
    port: fc.constantFrom(0, 1, 443, 65_535),
  },
  { requiredKeys: [] },
);

const span: fc.Arbitrary<V2Span> = fc.record(
  {
    traceId: fc.oneof(hex(16), hex(32)),
    id: spanId,
    parentId: spanId,
    kind: fc.constantFrom('CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'),
    name: text,
    timestamp: timeUs,
    duration: fc.integer({ min: 0, max: 10_000_000 }),
    debug: fc.boolean(),
    localEndpoint: endpoint,
    remoteEndpoint: endpoint,
    annotations: fc.array(fc.record({ timestamp: timeUs, value: text }), { maxLength: 3 }),
    tags: fc.dictionary(fc.oneof({ weight: 4, arbitrary: key }, heldKey), text, { maxKeys: 6 }),
  },
  { requiredKeys: ['traceId', 'id', 'timestamp'] },
);

export const randomV2Spans: fc.Arbitrary<readonly V2Span[]> = fc.array(span, { maxLength: 6 });

export function v2Json(spans: readonly V2Span[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(spans));
}

export function v2Proto(spans: readonly V2Span[]): Uint8Array {
  return encodeZipkinByOracle({
    spans: spans.map(({ traceId, id, parentId = '', localEndpoint, remoteEndpoint, kind = 0, ...rest }) => ({
      ...rest,
      kind,
      trace_id: Buffer.from(traceId, 'hex'),
      id: Buffer.from(id, 'hex'),
      parent_id: Buffer.from(parentId, 'hex'),
      ...(localEndpoint === undefined ? {} : { local_endpoint: protoEndpoint(localEndpoint) }),
      ...(remoteEndpoint === undefined ? {} : { remote_endpoint: protoEndpoint(remoteEndpoint) }),
    })),
  });
}

function protoEndpoint({ serviceName = '', ipv4, ipv6, port = 0 }: Endpoint): Record<string, unknown> {
  return {
    service_name: serviceName,
    port,
    ipv4: Uint8Array.from(ipv4 === undefined ? [] : ipv4.split('.').map(Number)),
    ipv6: Uint8Array.from(ipv6 === undefined ? [] : IPV6_BYTES[ipv6]!),
  };
}

const IPV6_BYTES: Readonly<Record<string, readonly number[]>> = {
  '2001:db8::1': [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  '::1': [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  'fe80::1:0:0:2': [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2],
};
