// TraceReader.services and operations.
import type { Operation } from '@spoor/core';
import { expect } from 'vitest';
import type { ContractFixture } from './contract-fixture.ts';

function operations(t: ContractFixture, kind: string | null, service = t.service): Promise<readonly Operation[]> {
  return t.reader.operations(service, kind, t.call());
}

export const nameCases = {
  async 'services are sorted by code unit, each once'(t: ContractFixture): Promise<void> {
    // U+FF5E sorts after the surrogates of U+1F600 by code unit, and before them by code point.
    const names = ['b', 'a', 'B', 'ü', '\u{1F600}', '\uFF5E', 'a'].map((name) => name + t.unique(''));
    await t.write(names.map((service) => t.span({ service })));
    const services = await t.reader.services(t.call());
    expect(services).toEqual([...services].sort());
    expect(new Set(services).size).toBe(services.length);
    expect(services.filter((name) => names.includes(name))).toEqual([...new Set(names)].sort());
  },

  async 'an empty store has no services'(t: ContractFixture): Promise<void> {
    await t.write([t.span()]);
    await t.clear();
    expect(await t.reader.services(t.call())).toEqual([]);
  },

  async 'a service is listed as soon as its span is readable'(t: ContractFixture): Promise<void> {
    const service = t.unique('late');
    expect(await t.reader.services(t.call())).not.toContain(service);
    await t.write([t.span({ service })]);
    expect(await t.reader.services(t.call())).toContain(service);
  },

  async 'operations are sorted by name, then kind, each once'(t: ContractFixture): Promise<void> {
    await t.write([
      t.span({ operation: 'b', kind: 'server' }),
      t.span({ operation: 'a', kind: 'server' }),
      t.span({ operation: 'b', kind: 'client' }),
      t.span({ operation: 'b', kind: 'server' }),
      t.span({ operation: 'b' }),
      t.span({ operation: 'B', kind: 'producer' }),
    ]);
    expect(await operations(t, null)).toEqual([
      { name: 'B', spanKind: 'producer' },
      { name: 'a', spanKind: 'server' },
      { name: 'b', spanKind: '' },
      { name: 'b', spanKind: 'client' },
      { name: 'b', spanKind: 'server' },
    ]);
  },

  async 'operations of one kind are those alone'(t: ContractFixture): Promise<void> {
    await t.write([
      t.span({ operation: 'in', kind: 'server' }),
      t.span({ operation: 'out', kind: 'client' }),
      t.span({ operation: 'put', kind: 'producer' }),
      t.span({ operation: 'get', kind: 'consumer' }),
      t.span({ operation: 'own', kind: 'internal' }),
    ]);
    for (const [name, spanKind] of [
      ['in', 'server'],
      ['out', 'client'],
      ['put', 'producer'],
      ['get', 'consumer'],
      ['own', 'internal'],
    ] as const) {
      expect(await operations(t, spanKind)).toEqual([{ name, spanKind }]);
    }
  },

  async 'the empty kind asks for operations without a kind'(t: ContractFixture): Promise<void> {
    await t.write([t.span({ operation: 'in', kind: 'server' }), t.span({ operation: 'plain' })]);
    expect(await operations(t, '')).toEqual([{ name: 'plain', spanKind: '' }]);
  },

  async 'a kind that nobody used gives no operations'(t: ContractFixture): Promise<void> {
    await t.write([t.span({ operation: 'in', kind: 'server' })]);
    expect(await operations(t, 'client')).toEqual([]);
    expect(await operations(t, 'no such kind')).toEqual([]);
  },

  async 'operations belong to their service'(t: ContractFixture): Promise<void> {
    const db = t.unique('db');
    await t.write(t.trace([{ operation: 'GET' }, { service: db, operation: 'SELECT' }]));
    expect(await operations(t, null)).toEqual([{ name: 'GET', spanKind: '' }]);
    expect(await operations(t, null, db)).toEqual([{ name: 'SELECT', spanKind: '' }]);
  },

  async 'an unknown service has no operations'(t: ContractFixture): Promise<void> {
    expect(await operations(t, null, t.unique('nobody'))).toEqual([]);
    expect(await operations(t, 'server', t.unique('nobody'))).toEqual([]);
  },

  async 'operations in any script, the empty one included'(t: ContractFixture): Promise<void> {
    const service = t.unique('ünïcode/日本 🔍');
    await t.write(['поиск', '', 'a/b?c=d&e'].map((operation) => t.span({ service, operation })));
    const names = (await operations(t, null, service)).map((operation) => operation.name);
    expect(names).toEqual(['', 'a/b?c=d&e', 'поиск']);
  },
};
