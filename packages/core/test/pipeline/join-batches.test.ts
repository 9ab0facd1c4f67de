import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldBytes, joinBatches, NameTable, type SpanBatch } from '../../src/index.ts';
import { batch, names, rowsOf } from '../support/batches.ts';

const table = names();
const first = batch(table, [{ traits: 3 }, { resource: 1, scope: 1 }], 100, 1);
const second = batch(table, [{ service: 'cart' }, { withoutIds: true }, { scope: 1 }], 60, 2);
const joined = joinBatches([first, second]);

describe('joinBatches', () => {
  test('concatenates the bytes, which are a buffer of their own', () => {
    expect(joined.bytes).toEqual(Uint8Array.from([...first.bytes, ...second.bytes]));
    expect(joined.bytes.buffer.byteLength).toBe(160);
    expect(joined.length).toBe(5);
  });

  test('shifts span and id offsets by the bytes before them', () => {
    expect([...joined.columns.spanStart]).toEqual([5, 6, 105, 106, 107]);
    expect([...joined.columns.traceIdAt]).toEqual([10, 11, 110, 0, 112]);
    expect([...joined.columns.spanIdAt]).toEqual([20, 21, 120, 0, 122]);
    expect([...joined.columns.parentIdAt]).toEqual([30, 31, 130, 0, 132]);
  });

  const verbatim = [
    'spanBytes',
    'startUs',
    'startNsRem',
    'durationNs',
    'service',
    'operation',
    'kind',
    'status',
    'traits',
  ] as const;
  test.each(verbatim)('copies %s as it is', (column) => {
    expect([...joined.columns[column]]).toEqual([...first.columns[column], ...second.columns[column]]);
  });

  test('renumbers resources and scopes', () => {
    expect([...joined.columns.resource]).toEqual([0, 1, 2, 2, 2]);
    expect([...joined.columns.scope]).toEqual([0, 1, 2, 2, 3]);
    expect([...joined.resources.at]).toEqual([0, 41, 0]);
    expect([...joined.resources.bytes]).toEqual([0, 1, 0]);
    expect([...joined.scopes.at]).toEqual([0, 51, 0, 151]);
  });

  test('shifts schema urls and leaves absent ones absent', () => {
    expect([...joined.resources.schemaAt]).toEqual([40, 0, 140]);
    expect([...joined.resources.schemaBytes]).toEqual([3, 0, 3]);
  });

  test('a row is viewed by the batch it came from', () => {
    const seen = Array.from({ length: 5 }, (_, row) => joined.span(row));
    expect(seen.map((span) => [Number(span.traceId), Number(span.spanId)])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
  });

  test.each([-1, 5, Number.NaN])('row %d is a RangeError', (row) => {
    expect(() => joined.span(row)).toThrow(RangeError);
  });

  test('one batch is answered as it is', () => {
    expect(joinBatches([first])).toBe(first);
  });

  test('no batch, or batches over different name tables, are mistakes of ours', () => {
    expect(() => joinBatches([])).toThrow(RangeError);
    expect(() => joinBatches([first, rowsOf(new NameTable(), 1)])).toThrow('different name tables');
  });

  test('empty batches in between change nothing', () => {
    const withGaps = joinBatches([batch(table, [], 0), first, batch(table, [], 0), second]);
    expect(withGaps.columns).toEqual(joined.columns);
    expect(Number(withGaps.span(2).traceId)).toBe(2);
  });

  test('joining joined batches is joining them all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 2, maxLength: 8 }), fc.nat(), (sizes, cut) => {
        const all = sizes.map((rows, i) => batch(table, Array(rows).fill({ resource: rows % 2 }), 40 + i, i + 1));
        const at = 1 + (cut % (all.length - 1));
        const nested = joinBatches([joinBatches(all.slice(0, at)), joinBatches(all.slice(at))]);
        const flat = joinBatches(all);
        expect(facts(nested)).toEqual(facts(flat));
      }),
    );
  });
});

describe('heldBytes', () => {
  test('grows with the bytes and with the spans', () => {
    expect(heldBytes(rowsOf(table, 0, 500))).toBe(500);
    expect(heldBytes(rowsOf(table, 10, 500))).toBeGreaterThan(500 + 10 * 50);
    expect(heldBytes(rowsOf(table, 10, 500))).toBeLessThan(500 + 10 * 80);
  });
});

function facts(of: SpanBatch): unknown {
  const views = Array.from({ length: of.length }, (_, row) => [of.span(row).traceId, of.span(row).spanId]);
  return [of.bytes, of.columns, of.resources, of.scopes, views];
}
