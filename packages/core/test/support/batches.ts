// Batches made by hand: core knows no wire format, so the bytes are arbitrary and only offsets matter.
import { NameTable, type Span, type SpanBatch, type SpanView } from '../../src/index.ts';

export interface RowSpec {
  readonly service?: string;
  readonly operation?: string;
  readonly resource?: number;
  readonly scope?: number;
  /** No trace, span or parent id. */
  readonly withoutIds?: boolean;
  /** No parent id. */
  readonly root?: boolean;
  /** See SpanTraits. */
  readonly traits?: number;
}

/** `size` bytes of value `fill`, one row a spec; offsets are distinct and non-zero unless a spec says otherwise. */
export function batch(names: NameTable, rows: readonly RowSpec[], size = 64, fill = 1): SpanBatch {
  const at = (offset: number): Uint32Array => Uint32Array.from(rows, (row, i) => (row.withoutIds ? 0 : offset + i));
  const intern = (text: string): number => names.internText(text);
  const parts = (count: number, offset: number) => ({
    at: Uint32Array.from({ length: count }, (_, i) => (i === 0 ? 0 : offset + i)),
    bytes: Uint32Array.from({ length: count }, (_, i) => i),
    schemaAt: Uint32Array.from({ length: count }, (_, i) => (i === 0 ? offset : 0)),
    schemaBytes: Uint32Array.from({ length: count }, (_, i) => (i === 0 ? 3 : 0)),
  });
  const maxOf = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    bytes: new Uint8Array(size).fill(fill),
    length: rows.length,
    columns: {
      spanStart: Uint32Array.from(rows, (_, i) => 5 + i),
      spanBytes: Uint32Array.from(rows, (_, i) => 7 + i),
      traceIdAt: at(10),
      spanIdAt: at(20),
      parentIdAt: Uint32Array.from(at(30), (offset, i) => (rows[i]?.root === true ? 0 : offset)),
      startUs: Float64Array.from(rows, (_, i) => 1_768_471_200_000_000 + i),
      startNsRem: Uint16Array.from(rows, (_, i) => i),
      durationNs: Float64Array.from(rows, (_, i) => 1000 + i),
      service: Uint32Array.from(rows, (row) => intern(row.service ?? 'shop')),
      operation: Uint32Array.from(rows, (row) => intern(row.operation ?? 'GET /')),
      kind: Uint8Array.from(rows, (_, i) => i % 6),
      status: Uint8Array.from(rows, (_, i) => i % 3),
      traits: Uint8Array.from(rows, (row) => row.traits ?? 0),
      resource: Uint32Array.from(rows, (row) => row.resource ?? 0),
      scope: Uint32Array.from(rows, (row) => row.scope ?? 0),
    },
    resources: parts(maxOf(rows.map((row) => (row.resource ?? 0) + 1)), 40),
    scopes: parts(maxOf(rows.map((row) => (row.scope ?? 0) + 1)), 50),
    names,
    span: (row) => view(fill, row),
  };
}

/** A batch of `count` like rows. */
export function rowsOf(names: NameTable, count: number, size = 64): SpanBatch {
  return batch(
    names,
    Array.from({ length: count }, () => ({})),
    size,
  );
}

/** Tells which source and row it came from: `fill` is the trace id, `row` the span id. */
function view(fill: number, row: number): SpanView {
  const traceId = fill.toString(16).padStart(32, '0');
  const spanId = row.toString(16).padStart(16, '0');
  return {
    traceId,
    spanId,
    parentSpanId: '',
    service: 'shop',
    operation: 'GET /',
    toSpan: (): Span => {
      throw new Error('these bytes hold no span');
    },
  };
}

export const names = (): NameTable => new NameTable();
