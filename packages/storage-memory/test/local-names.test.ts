import { NameTable } from '@spoor/core';
import { batchIn, batchOf, spanBuilder } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { LocalNames } from '../src/local-names.ts';

function namesOf(local: LocalNames, batch: ReturnType<typeof batchOf>): string[] {
  const ids = local.idsOf(batch);
  return Array.from({ length: batch.length }, (_, row) => {
    const [service, operation] = [ids.service[row]!, ids.operation[row]!];
    return `${service === 0 ? '?' : local.text(service)}/${operation === 0 ? '?' : local.text(operation)}`;
  });
}

const SPANS = [
  spanBuilder({ service: 'web', operation: 'GET' }),
  spanBuilder({ service: 'db', operation: 'web' }),
  spanBuilder({ service: 'web', operation: '' }),
];

test('ids of the shared table are taken over by text', () => {
  const shared = new NameTable();
  const local = new LocalNames(shared);
  expect(namesOf(local, batchIn(shared, SPANS))).toEqual(['web/GET', 'db/web', 'web/']);
  expect(namesOf(local, batchIn(shared, SPANS))).toEqual(['web/GET', 'db/web', 'web/']);
});

test('a batch with another table is understood too', () => {
  const shared = new NameTable();
  const local = new LocalNames(shared);
  namesOf(local, batchIn(shared, [spanBuilder({ service: 'other', operation: 'names' })]));
  expect(namesOf(local, batchOf(...SPANS))).toEqual(['web/GET', 'db/web', 'web/']);
});

test('a name that the shared table was too full for is read from the bytes', () => {
  const shared = new NameTable({ maxNames: 1, maxBytes: 1000 });
  const local = new LocalNames(shared);
  expect(namesOf(local, batchIn(shared, SPANS))).toEqual(['web/GET', 'db/web', 'web/']);
});

test('past its own bound a name has no id', () => {
  const local = new LocalNames(new NameTable(), { maxNames: 3, maxChars: 1000 });
  expect(namesOf(local, batchOf(...SPANS))).toEqual(['web/GET', 'db/web', 'web/?']);
  const short = new LocalNames(new NameTable(), { maxNames: 100, maxChars: 4 });
  expect(namesOf(short, batchOf(...SPANS))).toEqual(['web/?', '?/web', 'web/']);
});

test('operations leave a quarter of the table to services', () => {
  const local = new LocalNames(new NameTable(), { maxNames: 8, maxChars: 1000 });
  const named = Array.from({ length: 10 }, (_, n) => spanBuilder({ service: 'web', operation: `/user/${n}` }));
  namesOf(local, batchOf(...named));
  expect(namesOf(local, batchOf(...SPANS))).toEqual(['web/?', 'db/web', 'web/?']);
});

test('finding a name does not add it', () => {
  const local = new LocalNames(new NameTable());
  const before = local.heldBytes;
  expect(local.find('web')).toBe(0);
  expect(local.heldBytes).toBe(before);
  local.idsOf(batchOf(...SPANS));
  expect(local.text(local.find('web'))).toBe('web');
});

test('id 0 has no text', () => {
  expect(() => new LocalNames(new NameTable()).text(0)).toThrow('not in the table');
});
