// Every method sees only the tenant of its call.

import type { Call } from '@spoor/core';
import { expect } from 'vitest';
import { collect } from '../collect.ts';
import { CASE_WINDOW_US, type ContractFixture, sorted } from './contract-fixture.ts';

function tenants(t: ContractFixture): { readonly ours: Call; readonly theirs: Call } {
  return { ours: t.call(t.unique('ours')), theirs: t.call(t.unique('theirs')) };
}

export const tenantCases = {
  async 'a tenant does not read the traces of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    const span = t.span();
    await t.write([span], ours);
    expect((await t.read(span.traceId, ours))?.spans).toEqual([span]);
    expect(await t.readAll([span.traceId], theirs)).toEqual([]);
    expect(await t.readAll([span.traceId])).toEqual([]);
  },

  async 'one trace id in two tenants is two traces'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    const [a, b] = t.trace([{ operation: 'a' }, { operation: 'b' }]);
    await t.write([a!], ours);
    await t.write([b!], theirs);
    expect(sorted((await t.read(a!.traceId, ours))?.spans ?? [])).toEqual([a]);
    expect(sorted((await t.read(a!.traceId, theirs))?.spans ?? [])).toEqual([b]);
  },

  async 'a tenant does not find the traces of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    const [a, b] = [t.span(), t.span()];
    await t.write([a], ours);
    await t.write([b], theirs);
    expect(await t.find(t.query(null), ours)).toEqual([a.traceId]);
    expect(await t.find(t.serviceQuery(null), theirs)).toEqual([b.traceId]);
    expect(await t.find(t.query(null))).toEqual([]);
  },

  async 'a tenant does not find the ids of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    const span = t.span();
    await t.write([span], ours);
    expect((await collect(t.reader.findIds(t.query(null), ours))).map((found) => found.traceId)).toEqual([
      span.traceId,
    ]);
    expect(await collect(t.reader.findIds(t.query(null), theirs))).toEqual([]);
  },

  async 'a tenant does not find the summaries of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    const [a, b] = t.trace([{ operation: 'a' }, { operation: 'b' }]);
    await t.write([a!], ours);
    await t.write([b!], theirs);
    const found = (await collect(t.reader.findSummaries(t.query(null), ours))).flat();
    expect(found).toMatchObject([{ spanCount: 1, rootOperation: 'a' }]);
  },

  async 'a tenant does not see the services of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    await t.write([t.span()], ours);
    expect(await t.reader.services(ours)).toEqual([t.service]);
    expect(await t.reader.services(theirs)).toEqual([]);
    expect(await t.reader.services(t.call())).not.toContain(t.service);
  },

  async 'a tenant does not see the operations of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    await t.write([t.span({ operation: 'a' })], ours);
    await t.write([t.span({ operation: 'b' })], theirs);
    expect(await t.reader.operations(t.service, null, ours)).toEqual([{ name: 'a', spanKind: '' }]);
    expect(await t.reader.operations(t.service, null, theirs)).toEqual([{ name: 'b', spanKind: '' }]);
  },

  async 'a tenant does not see the calls of another'(t: ContractFixture): Promise<void> {
    const { ours, theirs } = tenants(t);
    await t.write(t.trace([{}, { service: t.unique('db') }]), ours);
    const range = { startUs: t.baseUs - 1, endUs: t.baseUs + CASE_WINDOW_US };
    const link = { parent: t.service, child: t.unique('db'), callCount: 1 };
    expect(await t.dependencies().links(range, ours)).toMatchObject([link]);
    expect(await t.dependencies().links(range, theirs)).toEqual([]);
  },
};
