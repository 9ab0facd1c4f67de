import type { Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { SHOP } from '../../src/traffic/shop-model.ts';
import { Traffic } from '../../src/traffic/traffic.ts';
import { FakeTime } from '../support/fake-time.ts';
import { spansOf } from '../support/spans.ts';

function requestsOf(seed: number, count: number, batchSpans = 100): Uint8Array[] {
  const traffic = new Traffic({ seed, batchSpans, clock: new FakeTime() });
  const requests = Array.from({ length: count }, () => traffic.next().bytes);
  return [...requests, ...[...traffic.rest()].map(({ bytes }) => bytes)];
}

const spans = spansOf(requestsOf(1, 100));
const byId = new Map(spans.map((span) => [span.traceId + span.spanId, span]));

function parentOf(span: Span): Span | undefined {
  return byId.get(span.traceId + span.parentSpanId);
}

function depthOf(span: Span): number {
  const parent = parentOf(span);
  return parent === undefined ? 1 : 1 + depthOf(parent);
}

describe('traffic', () => {
  test('the same seed makes the same requests, another seed others', () => {
    expect(requestsOf(7, 5)).toEqual(requestsOf(7, 5));
    expect(requestsOf(8, 5)).not.toEqual(requestsOf(7, 5));
  });

  test('requests hold the spans asked for, and say how many', () => {
    const traffic = new Traffic({ seed: 1, batchSpans: 50, clock: new FakeTime() });
    for (let i = 0; i < 20; i++) {
      const request = traffic.next();
      expect(spansOf([request.bytes]).length).toBe(request.spans);
      expect(request.spans).toBeGreaterThanOrEqual(50);
      expect(request.spans).toBeLessThan(80);
    }
  });

  test('a request comes from one instance of one service', () => {
    for (const bytes of requestsOf(3, 20)) {
      const hosts = spansOf([bytes]).map(
        ({ resource }) => resource.attributes.find(({ key }) => key === 'host.name')?.value,
      );
      expect(new Set(hosts.map((host) => JSON.stringify(host))).size).toBe(1);
    }
  });

  test('traces are whole: one root each, every parent there, every id once', () => {
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === '');
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(roots.length);
    expect(spans.filter((span) => span.parentSpanId !== '' && parentOf(span) === undefined)).toEqual([]);
    expect(byId.size).toBe(spans.length);
  });

  test('a child starts and ends within its parent', () => {
    const outside = spans.filter((span) => {
      const parent = parentOf(span);
      if (parent === undefined) return false;
      const endOf = ({ startUs, durationNs }: Span): number => startUs + durationNs / 1000;
      return span.startUs < parent.startUs || endOf(span) > endOf(parent);
    });
    expect(outside).toEqual([]);
  });

  test('all services appear, under the kinds server and client, several levels deep', () => {
    expect(new Set(spans.map(({ resource }) => resource.serviceName))).toEqual(new Set(SHOP.map(({ name }) => name)));
    expect(new Set(spans.map(({ kind }) => kind))).toEqual(new Set([2, 3]));
    expect(Math.max(...spans.map(depthOf))).toBeGreaterThanOrEqual(6);
  });

  test('some spans fail, each with a status and an exception, and some have other events', () => {
    const failed = spans.filter(({ statusCode }) => statusCode === 2);
    expect(failed.length).toBeGreaterThan(spans.length / 500);
    expect(failed.length).toBeLessThan(spans.length / 10);
    for (const { statusMessage, events } of failed) {
      expect(statusMessage).toMatch(/failed$/);
      expect(events.at(-1)?.name).toBe('exception');
    }
    expect(spans.some(({ events }) => events.some(({ name }) => name === 'cache.miss'))).toBe(true);
  });

  test('times are about now, with nanoseconds', () => {
    const nowUs = new FakeTime().nowMs() * 1000;
    expect(Math.max(...spans.map(({ startUs }) => Math.abs(startUs - nowUs)))).toBeLessThan(10_000_000);
    expect(spans.some(({ startNsRem }) => startNsRem !== 0)).toBe(true);
  });

  test('nothing needed sanitising', () => {
    expect(spans.filter(({ warnings, name }) => warnings.length > 0 || name === '')).toEqual([]);
  });
});

test('calls of the model lead to operations that exist, further down', () => {
  const order = new Map(SHOP.map(({ name }, i) => [name, i]));
  for (const service of SHOP) {
    for (const call of service.operations.flatMap(({ calls }) => calls ?? [])) {
      const callee = SHOP.find(({ name }) => name === call.service);
      expect(callee?.operations.map(({ name }) => name)).toContain(call.operation);
      expect(order.get(call.service)).toBeGreaterThan(order.get(service.name) ?? -1);
    }
  }
});
