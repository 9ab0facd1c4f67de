import type { Span } from '@spoor/core';
import { encodeSpans, spanBuilder } from '@spoor/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { type StartedCollector, startedCollector } from './support/started-collector.ts';

async function started(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const collector = await startedCollector(args, env);
  onTestFinished(collector.stop);
  return collector;
}

const spans: readonly Span[] = [spanBuilder({ service: 'shop', resource: { attributes: { region: 'eu' } } })];

function postOtlp(collector: StartedCollector, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`http://${collector.address('otlp-http')}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', connection: 'close', ...headers },
    body: Uint8Array.from(encodeSpans(spans)),
  });
}

/** Attributes of the resource that arrived in the store, as text. */
async function storedTags(args: readonly string[]): Promise<readonly string[]> {
  const collector = await started(args);
  expect((await postOtlp(collector)).status).toBe(200);
  const [span] = await collector.stored(spans[0]!.traceId);
  return (
    span?.resource.attributes.map(({ key, value }) => `${key}=${value.type === 'string' ? value.value : value.type}`) ??
    []
  );
}

test('the doors of Jaeger’s collector are open, Zipkin’s only when it has an address', async () => {
  const usual = ['jaeger-grpc', 'jaeger-http', 'otlp-grpc', 'otlp-http'];
  const doorsOf = ({ graph }: StartedCollector) =>
    graph.components.map(({ name }) => name).filter((name) => /grpc|http|zipkin/.test(name));
  expect(doorsOf(await started()).sort()).toEqual(usual);
  expect(doorsOf(await started(['--collector.zipkin.host-port=127.0.0.1:0'])).sort()).toEqual([...usual, 'zipkin']);
  expect(doorsOf(await started(['--collector.otlp.enabled=false'])).sort()).toEqual(['jaeger-grpc', 'jaeger-http']);
  const sampling = await started(['--collector.sampling.grpc.host-port=127.0.0.1:0']);
  expect(doorsOf(sampling)).toContain('sampling-grpc');
});

test('what a door takes is in the store when the sender hears success', async () => {
  const collector = await started();
  expect((await postOtlp(collector)).status).toBe(200);
  expect(await collector.stored(spans[0]!.traceId)).toEqual(spans);
});

test('tags are added to every process, behind its own', async () => {
  expect(await storedTags(['--collector.tags=zone=a, rack = 7'])).toEqual([
    'service.name=shop',
    'region=eu',
    'zone=a',
    'rack=7',
  ]);
});

test('a tag that a process has already, with the same text, is not added', async () => {
  expect(await storedTags(['--collector.tags=region=eu'])).toEqual(['service.name=shop', 'region=eu']);
});

test('what an OTLP resource says of itself is not overridden', async () => {
  expect(await storedTags(['--collector.tags=region=us,zone=a'])).toEqual(['service.name=shop', 'region=eu', 'zone=a']);
});

test('tenants have stores of their own, and strangers are refused', async () => {
  const collector = await started(['--multi-tenancy.enabled=true', '--multi-tenancy.tenants=acme']);
  expect((await postOtlp(collector)).status).toBe(401);
  expect((await postOtlp(collector, { 'x-tenant': 'acme' })).status).toBe(200);
  const { traceId } = spans[0]!;
  expect([await collector.stored(traceId), (await collector.stored(traceId, 'acme')).length]).toEqual([[], 1]);
});

test('a store that nobody can read is warned of; one beside it is somebody’s choice', async () => {
  const warned = ({ logged }: StartedCollector) => logged.some(({ message }) => message.includes('nothing reads'));
  expect(warned(await started())).toBe(true);
  expect(warned(await started([], { SPAN_STORAGE_TYPE: 'blackhole' }))).toBe(false);
});

test('--ack=early stores too, and stopping waits for it', async () => {
  const collector = await started(['--ack=early']);
  expect((await postOtlp(collector)).status).toBe(200);
  await collector.stop();
  expect(await collector.metrics.render()).toMatch(/^jaeger_collector_spans_saved_by_svc_total\{.*svc="shop".*\} 1$/m);
});
