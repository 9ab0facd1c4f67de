// DependencyStore.links: calls between services, over traces with a span that starts within the range.
import type { DependencyLink, Span, TimeRange } from '@spoor/core';
import { expect } from 'vitest';
import { newSpanId } from '../build/span-builder.ts';
import { CASE_WINDOW_US, type ContractFixture } from './contract-fixture.ts';

/** Pairs and counts of this case's own services, sorted. */
async function calls(t: ContractFixture, range: Partial<TimeRange> = {}): Promise<string[]> {
  const whole = { startUs: t.baseUs - 1, endUs: t.baseUs + CASE_WINDOW_US };
  const links = await t.dependencies().links({ ...whole, ...range }, t.call());
  return links
    .filter((link) => link.parent.endsWith(t.unique('')))
    .map(callText)
    .toSorted();
}

function callText(link: DependencyLink): string {
  const plain = (name: string): string => name.slice(0, name.indexOf('-'));
  return `${plain(link.parent)}>${plain(link.child)} ${link.callCount}`;
}

/** A trace in which each service calls the next. */
function chain(t: ContractFixture, services: readonly string[], startUs = t.at(1_000)): Span[] {
  const ids = services.map(() => newSpanId());
  return t.trace(
    services.map((name, i) => ({
      service: t.unique(name),
      startUs: startUs + i,
      spanId: ids[i]!,
      parentSpanId: i === 0 ? '' : ids[i - 1]!,
    })),
  );
}

export const dependencyCases = {
  async 'calls are counted, one entry a pair'(t: ContractFixture): Promise<void> {
    await t.write([...chain(t, ['web', 'cart', 'db']), ...chain(t, ['web', 'cart', 'db']), ...chain(t, ['web', 'db'])]);
    expect(await calls(t)).toEqual(['cart>db 2', 'web>cart 2', 'web>db 1']);
  },

  async 'several calls in one trace all count'(t: ContractFixture): Promise<void> {
    const db = { service: t.unique('db') };
    await t.write(t.trace([{ service: t.unique('web') }, db, db, db]));
    expect(await calls(t)).toEqual(['web>db 3']);
  },

  async 'calls go both ways separately'(t: ContractFixture): Promise<void> {
    await t.write(chain(t, ['a', 'b', 'a']));
    expect(await calls(t)).toEqual(['a>b 1', 'b>a 1']);
  },

  async 'a call within a service is none'(t: ContractFixture): Promise<void> {
    await t.write(chain(t, ['web', 'web', 'db', 'db']));
    expect(await calls(t)).toEqual(['web>db 1']);
  },

  async 'a span whose parent is missing makes no call'(t: ContractFixture): Promise<void> {
    await t.write(
      t.trace([
        { service: t.unique('web'), parentSpanId: newSpanId() },
        { service: t.unique('db'), parentSpanId: newSpanId() },
      ]),
    );
    expect(await calls(t)).toEqual([]);
  },

  async 'a trace spread over batches counts as one'(t: ContractFixture): Promise<void> {
    for (const span of chain(t, ['web', 'cart', 'db']).toReversed()) await t.writeOnly([span]);
    await t.settle();
    expect(await calls(t)).toEqual(['cart>db 1', 'web>cart 1']);
  },

  async 'client and server that share a span id are one call'(t: ContractFixture): Promise<void> {
    const spanId = newSpanId();
    await t.write(
      t.trace([
        { service: t.unique('web') },
        { service: t.unique('web'), spanId, kind: 'client' },
        { service: t.unique('db'), spanId, kind: 'server' },
      ]),
    );
    expect(await calls(t)).toEqual(['web>db 1']);
  },

  async 'neither end of the range belongs to it'(t: ContractFixture): Promise<void> {
    await t.write([...t.trace([{ service: t.unique('a') }, { service: t.unique('b') }], { startUs: t.at(500) })]);
    expect(await calls(t, { startUs: t.at(499), endUs: t.at(501) })).toEqual(['a>b 1']);
    expect(await calls(t, { startUs: t.at(500), endUs: t.at(600) })).toEqual([]);
    expect(await calls(t, { startUs: t.at(400), endUs: t.at(500) })).toEqual([]);
  },

  async 'one span within the range brings the whole trace'(t: ContractFixture): Promise<void> {
    const [a, b] = [
      { service: t.unique('a'), startUs: t.at(10) },
      { service: t.unique('b'), startUs: t.at(5_000) },
    ];
    await t.write(t.trace([a, b]));
    expect(await calls(t, { startUs: t.at(1), endUs: t.at(20) })).toEqual(['a>b 1']);
    expect(await calls(t, { startUs: t.at(4_000), endUs: t.at(6_000) })).toEqual(['a>b 1']);
    expect(await calls(t, { startUs: t.at(20), endUs: t.at(4_000) })).toEqual([]);
  },

  async 'a range without traces has no calls'(t: ContractFixture): Promise<void> {
    expect(await calls(t)).toEqual([]);
  },
};
