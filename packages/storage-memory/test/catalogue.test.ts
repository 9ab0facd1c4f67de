import { NameTable, SPAN_KINDS } from '@spoor/core';
import { batchOf, type SpanSpec, spanBuilder } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { Catalogue } from '../src/catalogue.ts';
import { LocalNames } from '../src/local-names.ts';

function catalogueOf(specs: readonly SpanSpec[], maxOperations?: number): Catalogue {
  const names = new LocalNames(new NameTable());
  const catalogue = new Catalogue(names, maxOperations);
  const batch = batchOf(...specs.map(spanBuilder));
  catalogue.add(names.idsOf(batch), batch.columns.kind, batch.length);
  return catalogue;
}

test('services are sorted by code unit, each once', () => {
  const specs = ['b', 'a', 'ä', 'B', 'a'].map((service) => ({ service }));
  expect(catalogueOf(specs).services()).toEqual(['B', 'a', 'b', 'ä']);
});

test('an operation is listed once for each kind, sorted by name then kind', () => {
  const specs: SpanSpec[] = [
    { service: 's', operation: 'b', kind: 'server' },
    { service: 's', operation: 'b', kind: '' },
    { service: 's', operation: 'b', kind: 'client' },
    { service: 's', operation: 'b', kind: 'server' },
    { service: 's', operation: 'a', kind: 'internal' },
    { service: 'other', operation: 'c' },
  ];
  expect(catalogueOf(specs).operations('s', null)).toEqual([
    { name: 'a', spanKind: 'internal' },
    { name: 'b', spanKind: '' },
    { name: 'b', spanKind: 'client' },
    { name: 'b', spanKind: 'server' },
  ]);
});

for (const [number, kind] of SPAN_KINDS.entries()) {
  test(`kind '${kind}' selects exactly that kind`, () => {
    const specs = SPAN_KINDS.map((_, k) => ({ ...spanBuilder({ service: 's', operation: `op-${k}` }), kind: k }));
    const names = new LocalNames(new NameTable());
    const catalogue = new Catalogue(names);
    const batch = batchOf(...specs);
    catalogue.add(names.idsOf(batch), batch.columns.kind, batch.length);
    expect(catalogue.operations('s', kind)).toEqual([{ name: `op-${number}`, spanKind: kind }]);
  });
}

test('an unknown service has no operations', () => {
  expect(catalogueOf([{ service: 's' }]).operations('t', null)).toEqual([]);
});

test('a name that is only an operation is no service', () => {
  expect(catalogueOf([{ service: 's', operation: 'op' }]).operations('op', null)).toEqual([]);
});

test('many operations are all listed', () => {
  const specs = Array.from({ length: 2000 }, (_, n) => ({ service: `s${n % 3}`, operation: `op-${n}` }));
  const catalogue = catalogueOf(specs);
  const listed = [0, 1, 2].flatMap((n) => catalogue.operations(`s${n}`, null).map((operation) => operation.name));
  expect(new Set(listed)).toEqual(new Set(specs.map((spec) => spec.operation)));
});

test('past the bound operations are not listed, and services still are', () => {
  const specs = Array.from({ length: 10 }, (_, n) => ({ service: `s${n}`, operation: 'op' }));
  const catalogue = catalogueOf(specs, 4);
  expect(catalogue.services().length).toBe(10);
  expect(catalogue.services().filter((name) => catalogue.operations(name, null).length > 0).length).toBe(4);
});
