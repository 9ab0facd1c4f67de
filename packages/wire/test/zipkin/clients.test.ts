// What the official client writes, in both of its encodings.
import { NameTable, type Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { jsonEncoder, model, option, TraceId } from 'zipkin';
import { decodeZipkinV1Json, decodeZipkinV2Json } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';

const START_US = 1_768_471_200_000_000;

function clientSpan(): model.Span {
  const span = new model.Span(
    new TraceId({
      traceId: '463ac35c9f6413ad48485a3953bb6124',
      parentId: new option.Some('48485a3953bb6124'),
      spanId: 'a2fb4a1d1a96d312',
    }),
  );
  span.setName('get');
  span.setTimestamp(START_US);
  span.setDuration(207_000);
  span.setKind('CLIENT');
  span.setLocalEndpoint(new model.Endpoint({ serviceName: 'frontend', ipv4: '10.0.0.1', port: 8080 }));
  span.setRemoteEndpoint(new model.Endpoint({ serviceName: 'backend', ipv4: '192.168.99.101', port: 9000 }));
  span.addAnnotation(START_US + 5, 'retry');
  span.putTag('http.path', '/api');
  span.setDebug(true);
  return span;
}

const payload = (encoder: { encode(span: model.Span): string }): Uint8Array =>
  new TextEncoder().encode(`[${encoder.encode(clientSpan())}]`);

const COMMON: Partial<Span> = {
  traceId: '463ac35c9f6413ad48485a3953bb6124',
  spanId: 'a2fb4a1d1a96d312',
  parentSpanId: '48485a3953bb6124',
  name: 'get',
  kind: 3,
  startUs: START_US,
  durationNs: 207_000_000,
};

function tagsOf({ attributes }: Span): unknown {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, 'value' in value && value.value]));
}

describe('npm zipkin', () => {
  test('its v2 encoding', () => {
    const [span] = spansOf(decodeZipkinV2Json(payload(jsonEncoder.JSON_V2), new NameTable()));
    expect(span).toMatchObject({ ...COMMON, resource: { serviceName: 'frontend' }, events: [{ name: 'retry' }] });
    expect(tagsOf(span!)).toEqual({
      'http.path': '/api',
      'net.host.ip': '10.0.0.1',
      'net.host.port': 8080,
      'peer.service': 'backend',
      'net.peer.ip': '192.168.99.101',
      'net.peer.port': 9000,
    });
  });

  test('its v1 encoding, whose addresses have a boolean', () => {
    const [span] = spansOf(decodeZipkinV1Json(payload(jsonEncoder.JSON_V1), new NameTable()));
    expect(span).toMatchObject({ ...COMMON, resource: { serviceName: 'frontend' }, events: [{ name: 'retry' }] });
    expect(tagsOf(span!)).toEqual({
      'http.path': '/api',
      sa: true,
      'peer.service': 'backend',
      'peer.ipv4': 0xc0a8_6365,
      'peer.port': 9000,
    });
  });
});
