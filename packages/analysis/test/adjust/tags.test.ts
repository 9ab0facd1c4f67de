import { describe, expect, test } from 'vitest';
import { adjusted, attribute, attributes, event, keysOf, resource, span, trace } from '../support/build.ts';

describe('sorting', () => {
  test('span attributes by key, type, value', () => {
    const one = span({
      attributes: [attribute('k', 1), attribute('k', 'b'), attribute('a', true), attribute('k', 'a')],
    });
    adjusted(trace(one));
    expect(one.attributes).toEqual([attribute('a', true), attribute('k', 'a'), attribute('k', 'b'), attribute('k', 1)]);
  });
  test('long lists too', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${(i * 37) % 100}`, i]));
    const one = span({ fields });
    adjusted(trace(one));
    expect(keysOf(one.attributes)).toEqual(Object.keys(fields).sort());
  });
  test('in events a string event leads', () => {
    const one = span({ events: [event('', { z: 1, event: 'x', a: 2 }), event('n', { z: 1, event: 1 })] });
    adjusted(trace(one));
    expect(one.events.map((each) => keysOf(each.attributes))).toEqual([
      ['event', 'a', 'z'],
      ['event', 'z'],
    ]);
  });
  test('a shared resource is replaced once and never changed', () => {
    const shared = resource('svc', { z: 1, a: 2 });
    const before = structuredClone(shared);
    const of = adjusted(trace(span({ spanId: '1', resource: shared }), span({ spanId: '2', resource: shared })));
    expect(shared).toEqual(before);
    expect(keysOf(of.spans[0]!.resource.attributes)).toEqual(['a', 'service.name', 'z']);
    expect(of.spans[0]?.resource).toBe(of.spans[1]?.resource);
  });
});

describe('numeric addresses become dotted quads', () => {
  const cases = [
    ['an int', 2_130_706_433, '127.0.0.1'],
    ['a signed int', -1_062_731_519, '192.168.1.1'],
    ['a double', { double: 167_772_161 }, '10.0.0.1'],
    ['more than 32 bits', 2n ** 62n + 167_772_161n, '10.0.0.1'],
  ] as const;
  for (const [what, sent, want] of cases) {
    test(`${what} in span and process`, () => {
      const one = span({ fields: { ip: sent, 'peer.ipv4': sent }, resource: resource('svc', { ip: sent }) });
      adjusted(trace(one));
      expect(one.attributes).toEqual(attributes({ ip: want, 'peer.ipv4': want }));
      expect(one.resource.attributes).toContainEqual(attribute('ip', want));
    });
  }
  test('strings, bytes and other keys stay', () => {
    const fields = { ip: 'host', 'peer.ipv4': Uint8Array.of(1, 2, 3, 4), 'peer.ipv6': 5 };
    const one = span({ fields });
    adjusted(trace(one));
    expect(one.attributes).toEqual(attributes(fields));
  });
});

describe('tags that name the library', () => {
  const sdk = {
    'telemetry.sdk.name': 'sdk',
    'telemetry.sdk.language': 'l',
    'telemetry.sdk.version': '1',
    'telemetry.distro.name': 'd',
    'telemetry.distro.version': '2',
  };
  test('move to the process, in order', () => {
    const one = span({ fields: { ...sdk, 'telemetry.other': 'x' }, resource: resource('svc', { zone: 'eu' }) });
    adjusted(trace(one));
    expect(one.attributes).toEqual(attributes({ 'telemetry.other': 'x' }));
    expect(keysOf(one.resource.attributes)).toEqual(['service.name', ...Object.keys(sdk).sort(), 'zone']);
  });
  test('do not reach spans that share the resource', () => {
    const shared = resource('svc');
    const of = adjusted(
      trace(span({ spanId: '1', fields: sdk, resource: shared }), span({ spanId: '2', resource: shared })),
    );
    expect(keysOf(of.spans[1]!.resource.attributes)).toEqual(['service.name']);
  });
  test('spans with the same ones share the new resource', () => {
    const shared = resource('svc');
    const spans = ['1', '2'].map((spanId) => span({ spanId, fields: sdk, resource: shared }));
    adjusted(trace(...spans));
    expect(spans[0]?.resource).toBe(spans[1]?.resource);
  });
});
