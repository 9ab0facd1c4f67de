import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinBatches, type SharedParts, type SpanBatch, selectRows } from '../../src/index.ts';
import { batch, names } from '../support/batches.ts';
import { walkFields } from '../support/walk-fields.ts';

const table = names();
/** Rows 0 and 1 share resource and scope, row 2 has another scope, row 3 another resource. */
const SPECS = [{ root: true, traits: 3 }, { service: 'cart' }, { scope: 1, withoutIds: true }, { resource: 1 }];
const source = numbered(batch(table, SPECS, 300));

/** The same batch over bytes that are all different from their neighbours. */
function numbered(of: SpanBatch): SpanBatch {
  of.bytes.set(of.bytes.map((_, i) => i % 251));
  return of;
}

function contentAt(of: SpanBatch, at: number, length: number): readonly number[] {
  return [...of.bytes.subarray(at, at + length)];
}

function partOf(of: SpanBatch, parts: SharedParts, row: number): unknown {
  const { at, bytes, schemaAt, schemaBytes } = parts;
  return [
    at[row] === 0 ? null : contentAt(of, at[row]!, bytes[row]!),
    schemaAt[row] === 0 ? null : contentAt(of, schemaAt[row]!, schemaBytes[row]!),
  ];
}

/** All that can be known of a row, free of offsets. */
function facts(of: SpanBatch, row: number): unknown {
  const { columns: c } = of;
  const id = (at: number, length: number): unknown => (at === 0 ? null : [at - c.spanStart[row]!, length]);
  return {
    span: contentAt(of, c.spanStart[row]!, c.spanBytes[row]!),
    ids: [id(c.traceIdAt[row]!, 16), id(c.spanIdAt[row]!, 8), id(c.parentIdAt[row]!, 8)],
    times: [c.startUs[row], c.startNsRem[row], c.durationNs[row]],
    names: [c.service[row], c.operation[row]],
    small: [c.kind[row], c.status[row], c.traits[row]],
    resource: partOf(of, of.resources, c.resource[row]!),
    scope: partOf(of, of.scopes, c.scope[row]!),
    view: [of.span(row).traceId, of.span(row).spanId],
  };
}

const select = (of: SpanBatch, rows: readonly number[]): SpanBatch => selectRows(of, Uint32Array.from(rows));

describe('selectRows', () => {
  test.each([[[0]], [[1, 3]], [[0, 1, 2]], [[2, 3]]])('rows %j are all that they were', (rows) => {
    const selected = select(source, rows);
    expect(rows.map((_, i) => facts(selected, i))).toEqual(rows.map((row) => facts(source, row)));
    expect(selected.names).toBe(table);
  });

  test('the bytes are one TracesData message that holds the kept spans alone', () => {
    const selected = select(source, [0, 1, 3]);
    expect(walkFields(selected.bytes)).toHaveLength(2);
    const spans = walkFields(selected.bytes).flatMap(({ at, end }) =>
      walkFields(selected.bytes, at, end)
        .filter(({ number }) => number === 2)
        .flatMap((scopeSpans) => walkFields(selected.bytes, scopeSpans.at, scopeSpans.end))
        .filter(({ number }) => number === 2),
    );
    expect(spans.map((span) => span.at)).toEqual([...selected.columns.spanStart]);
    expect(spans.map((span) => span.end - span.at)).toEqual([...selected.columns.spanBytes]);
  });

  test('neighbours that share a resource and a scope go on sharing them', () => {
    const { columns, resources } = select(source, [0, 1, 3]);
    expect([...columns.resource]).toEqual([0, 0, 1]);
    expect([...columns.scope]).toEqual([0, 0, 1]);
    expect(resources.at).toHaveLength(2);
  });

  test('scopes of one resource go on sharing it: it is not copied for each', () => {
    const selected = select(source, [0, 2, 3]);
    expect([...selected.columns.resource]).toEqual([0, 0, 1]);
    expect([...selected.columns.scope]).toEqual([0, 1, 2]);
    expect(selected.resources.at).toHaveLength(2);
    expect(walkFields(selected.bytes)).toHaveLength(2);
    expect(selected.bytes.length).toBeLessThan(source.bytes.length);
  });

  test('what was left out takes no memory', () => {
    const large = { ...source, bytes: new Uint8Array(1_000_000) };
    expect(select(large, [0]).bytes.buffer.byteLength).toBeLessThan(100);
  });

  test('all rows are the batch itself, no row is an empty batch', () => {
    expect(select(source, [0, 1, 2, 3])).toBe(source);
    expect([select(source, []).length, select(source, []).bytes.length]).toEqual([0, 0]);
  });

  test.each([-1, 2, Number.NaN])('row %d of two is a RangeError', (row) => {
    expect(() => select(source, [0, 1]).span(row)).toThrow(RangeError);
  });

  test('selecting and joining go together, whatever the rows', () => {
    const all = Array.from(SPECS.keys());
    fc.assert(
      fc.property(fc.subarray(all), fc.subarray(all), (first, second) => {
        const joined = joinBatches([select(source, first), select(source, second)]);
        const want = [...first, ...second].map((row) => facts(source, row));
        expect(want.map((_, row) => facts(joined, row))).toEqual(want);
        const again = select(joined, Array.from(want.keys()).slice(1));
        expect(want.slice(1).map((_, row) => facts(again, row))).toEqual(want.slice(1));
      }),
    );
  });

  test('lengths beyond one varint byte are framed right', () => {
    const wide = batch(table, [{}, {}], 40_000);
    wide.columns.spanBytes.set([20_000, 127]);
    wide.columns.spanStart.set([300, 20_400]);
    for (const column of ['traceIdAt', 'spanIdAt', 'parentIdAt'] as const) wide.columns[column].fill(0);
    const selected = select(joinBatches([wide, wide]), [0, 1, 3]);
    const top = walkFields(selected.bytes);
    expect(top.map(({ at, end }) => walkFields(selected.bytes, at, end).length > 0)).toEqual([true, true]);
    expect([...selected.columns.spanBytes]).toEqual([20_000, 127, 127]);
  });
});
