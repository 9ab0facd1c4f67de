// Some rows of a batch as a batch of their own. The bytes are written anew with the kept spans alone: a store keeps or
// sends on all the bytes of a batch, and what was left out must not go with them.
import type { SharedParts, SpanBatch, SpanColumns, SpanView } from '../model/batch.ts';
import type { NameTable } from '../model/name-table.ts';
import { emptyColumns, emptyParts } from './batch-columns.ts';

// Tags of TracesData: a field number and wire type 2, length-delimited.
const RESOURCE_SPANS = 0x0a;
const RESOURCE = 0x0a;
const SCOPE_SPANS = 0x12;
const SCOPE = 0x0a;
const SPAN = 0x12;
const SCHEMA_URL = 0x1a;

/** The rows `rows` (ascending, none twice) of `batch`. Keeps `batch` alive for `span(row)`; all rows are `batch` itself. */
export function selectRows(batch: SpanBatch, rows: Uint32Array): SpanBatch {
  return rows.length === batch.length ? batch : new SelectedRows(batch, rows);
}

/** Kept rows [first, end) that share a scope: one ScopeSpans. */
interface ScopeRun {
  readonly first: number;
  readonly end: number;
  readonly scope: number;
  /** Length of the ScopeSpans. */
  readonly bytes: number;
}

/** Neighbours that share a resource: one ResourceSpans, so that the resource is copied once however many scopes it has. */
interface ResourceRun {
  readonly resource: number;
  readonly scopes: readonly ScopeRun[];
  /** Length of the ResourceSpans. */
  readonly bytes: number;
}

class SelectedRows implements SpanBatch {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly columns: SpanColumns;
  readonly resources: SharedParts;
  readonly scopes: SharedParts;
  readonly names: NameTable;
  readonly #source: SpanBatch;
  readonly #rows: Uint32Array;

  constructor(source: SpanBatch, rows: Uint32Array) {
    const runs = runsOf(source, rows);
    this.length = rows.length;
    this.names = source.names;
    this.columns = emptyColumns(rows.length);
    this.resources = emptyParts(runs.length);
    this.scopes = emptyParts(runs.reduce((sum, { scopes }) => sum + scopes.length, 0));
    this.#source = source;
    this.#rows = rows;
    this.bytes = new Uint8Array(runs.reduce((sum, { bytes }) => sum + fieldBytes(bytes), 0));
    copyColumns(source, rows, this.columns);
    let at = 0;
    let scope = 0;
    for (const [resource, run] of runs.entries()) {
      at = this.#writeResource(run, resource, scope, at);
      scope += run.scopes.length;
    }
  }

  span(row: number): SpanView {
    if (!(row >= 0 && row < this.length)) throw new RangeError(`row ${row} of a batch of ${this.length} spans`);
    return this.#source.span(this.#rows[row]!);
  }

  /** Writes `run` as row `resource`, its scopes from row `firstScope` on; answers where its bytes end. */
  #writeResource(run: ResourceRun, resource: number, firstScope: number, start: number): number {
    const { resources } = this.#source;
    let at = writeLength(this.bytes, start, RESOURCE_SPANS, run.bytes);
    at = this.#part(resources, run.resource, this.resources, resource, at, RESOURCE);
    for (const [i, scope] of run.scopes.entries()) at = this.#writeScope(scope, resource, firstScope + i, at);
    return this.#schema(resources, run.resource, this.resources, resource, at);
  }

  #writeScope(run: ScopeRun, resource: number, scope: number, start: number): number {
    const source = this.#source;
    const { bytes, columns } = this;
    let at = writeLength(bytes, start, SCOPE_SPANS, run.bytes);
    at = this.#part(source.scopes, run.scope, this.scopes, scope, at, SCOPE);
    for (let row = run.first; row < run.end; row++) {
      const spanStart = source.columns.spanStart[this.#rows[row]!]!;
      const spanBytes = columns.spanBytes[row]!;
      at = writeLength(bytes, at, SPAN, spanBytes);
      moveSpan(columns, row, at - spanStart);
      at = copy(source.bytes, spanStart, spanBytes, bytes, at);
      columns.resource[row] = resource;
      columns.scope[row] = scope;
    }
    return this.#schema(source.scopes, run.scope, this.scopes, scope, at);
  }

  #part(from: SharedParts, row: number, to: SharedParts, index: number, at: number, tag: number): number {
    const length = from.bytes[row]!;
    if (from.at[row] === 0) return at;
    to.at[index] = writeLength(this.bytes, at, tag, length);
    to.bytes[index] = length;
    return copy(this.#source.bytes, from.at[row]!, length, this.bytes, to.at[index]!);
  }

  #schema(from: SharedParts, row: number, to: SharedParts, index: number, at: number): number {
    const length = from.schemaBytes[row]!;
    if (from.schemaAt[row] === 0) return at;
    to.schemaAt[index] = writeLength(this.bytes, at, SCHEMA_URL, length);
    to.schemaBytes[index] = length;
    return copy(this.#source.bytes, from.schemaAt[row]!, length, this.bytes, to.schemaAt[index]!);
  }
}

function runsOf(source: SpanBatch, rows: Uint32Array): readonly ResourceRun[] {
  const { resource } = source.columns;
  const runs: ResourceRun[] = [];
  for (let first = 0; first < rows.length; ) {
    const shared = resource[rows[first]!]!;
    const scopes: ScopeRun[] = [];
    let bytes = partsBytes(source.resources, shared);
    while (first < rows.length && resource[rows[first]!] === shared) {
      const run = scopeRunAt(source, rows, first);
      scopes.push(run);
      bytes += fieldBytes(run.bytes);
      first = run.end;
    }
    runs.push({ resource: shared, scopes, bytes });
  }
  return runs;
}

function scopeRunAt(source: SpanBatch, rows: Uint32Array, first: number): ScopeRun {
  const { resource, scope, spanBytes } = source.columns;
  const head = rows[first]!;
  let bytes = partsBytes(source.scopes, scope[head]!);
  let end = first;
  for (; end < rows.length; end++) {
    const row = rows[end]!;
    if (scope[row] !== scope[head] || resource[row] !== resource[head]) break;
    bytes += fieldBytes(spanBytes[row]!);
  }
  return { first, end, scope: scope[head]!, bytes };
}

/** Bytes that a resource or scope and its schema take as fields. */
function partsBytes(parts: SharedParts, row: number): number {
  const part = parts.at[row] === 0 ? 0 : fieldBytes(parts.bytes[row]!);
  return part + (parts.schemaAt[row] === 0 ? 0 : fieldBytes(parts.schemaBytes[row]!));
}

/** A one-byte tag, the length as a varint, and so many bytes. */
function fieldBytes(length: number): number {
  let bytes = 2 + length;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) bytes++;
  return bytes;
}

/** Answers where the field's content begins. */
function writeLength(bytes: Uint8Array, start: number, tag: number, length: number): number {
  let at = start;
  bytes[at++] = tag;
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/** Answers where the copy ends. */
function copy(from: Uint8Array, start: number, length: number, to: Uint8Array, at: number): number {
  to.set(from.subarray(start, start + length), at);
  return at + length;
}

/** All columns but the offsets' shift and the shared parts. */
function copyColumns(source: SpanBatch, rows: Uint32Array, to: SpanColumns): void {
  const from = source.columns;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    to.spanStart[i] = from.spanStart[row]!;
    to.spanBytes[i] = from.spanBytes[row]!;
    to.traceIdAt[i] = from.traceIdAt[row]!;
    to.spanIdAt[i] = from.spanIdAt[row]!;
    to.parentIdAt[i] = from.parentIdAt[row]!;
    to.startUs[i] = from.startUs[row]!;
    to.startNsRem[i] = from.startNsRem[row]!;
    to.durationNs[i] = from.durationNs[row]!;
    to.service[i] = from.service[row]!;
    to.operation[i] = from.operation[row]!;
    to.kind[i] = from.kind[row]!;
    to.status[i] = from.status[row]!;
    to.traits[i] = from.traits[row]!;
  }
}

/** Offset 0 means absent and stays 0. */
function moveSpan(columns: SpanColumns, row: number, by: number): void {
  columns.spanStart[row]! += by;
  if (columns.traceIdAt[row] !== 0) columns.traceIdAt[row]! += by;
  if (columns.spanIdAt[row] !== 0) columns.spanIdAt[row]! += by;
  if (columns.parentIdAt[row] !== 0) columns.parentIdAt[row]! += by;
}
