import type { SharedParts, SpanColumns } from '../model/batch.ts';

/** Columns of `rows` zeros. */
export function emptyColumns(rows: number): SpanColumns {
  return {
    spanStart: new Uint32Array(rows),
    spanBytes: new Uint32Array(rows),
    traceIdAt: new Uint32Array(rows),
    spanIdAt: new Uint32Array(rows),
    parentIdAt: new Uint32Array(rows),
    startUs: new Float64Array(rows),
    startNsRem: new Uint16Array(rows),
    durationNs: new Float64Array(rows),
    service: new Uint32Array(rows),
    operation: new Uint32Array(rows),
    kind: new Uint8Array(rows),
    status: new Uint8Array(rows),
    traits: new Uint8Array(rows),
    resource: new Uint32Array(rows),
    scope: new Uint32Array(rows),
  };
}

/** Parts of `rows` absent ones. */
export function emptyParts(rows: number): SharedParts {
  return {
    at: new Uint32Array(rows),
    bytes: new Uint32Array(rows),
    schemaAt: new Uint32Array(rows),
    schemaBytes: new Uint32Array(rows),
  };
}
