// A decoded batch and the lazy view of its rows.
import {
  hexId,
  type NameTable,
  NO_NAME,
  type Resource,
  type Scope,
  type SharedParts,
  type Span,
  type SpanBatch,
  type SpanColumns,
  type SpanView,
  ZERO_SPAN_ID,
  ZERO_TRACE_ID,
} from '@spoor/core';
import type { BatchColumns } from './columns.ts';
import { SpanReader } from './span-reader.ts';

export class OtlpBatch implements SpanBatch {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly columns: SpanColumns;
  readonly resources: SharedParts;
  readonly scopes: SharedParts;
  readonly names: NameTable;
  // Made when a row is first viewed. The last resource and scope are kept so that neighbours share them.
  #reader: SpanReader | null = null;
  #resource: { readonly row: number; readonly value: Resource } | null = null;
  #scope: { readonly row: number; readonly value: Scope } | null = null;

  /** `parts` were filled from `bytes`. */
  constructor(bytes: Uint8Array, length: number, parts: BatchColumns, names: NameTable) {
    this.bytes = bytes;
    this.length = length;
    this.columns = parts.columns;
    this.resources = parts.resources;
    this.scopes = parts.scopes;
    this.names = names;
  }

  span(row: number): SpanView {
    if (!(row >= 0 && row < this.length)) throw new RangeError(`row ${row} of a batch of ${this.length} spans`);
    return new OtlpSpanView(this, row);
  }

  /** The whole span at `row`; resource and scope objects are shared with the rows around it. */
  readSpan(row: number): Span {
    const { columns } = this;
    return this.#spanReader().span(
      this.bytes,
      columns.spanStart[row]!,
      columns.spanBytes[row]!,
      this.readResource(columns.resource[row]!),
      this.#readScope(columns.scope[row]!),
    );
  }

  readResource(row: number): Resource {
    if (this.#resource?.row !== row) {
      const { at, bytes, schemaAt, schemaBytes } = this.resources;
      const reader = this.#spanReader();
      const value = reader.resource(this.bytes, at[row]!, bytes[row]!, schemaAt[row]!, schemaBytes[row]!);
      this.#resource = { row, value };
    }
    return this.#resource.value;
  }

  #readScope(row: number): Scope {
    if (this.#scope?.row !== row) {
      const { at, bytes, schemaAt, schemaBytes } = this.scopes;
      const reader = this.#spanReader();
      const value = reader.scope(this.bytes, at[row]!, bytes[row]!, schemaAt[row]!, schemaBytes[row]!);
      this.#scope = { row, value };
    }
    return this.#scope.value;
  }

  #spanReader(): SpanReader {
    this.#reader ??= new SpanReader();
    return this.#reader;
  }
}

class OtlpSpanView implements SpanView {
  readonly #batch: OtlpBatch;
  readonly #row: number;

  constructor(batch: OtlpBatch, row: number) {
    this.#batch = batch;
    this.#row = row;
  }

  get traceId(): string {
    const at = this.#batch.columns.traceIdAt[this.#row]!;
    return at === 0 ? ZERO_TRACE_ID : hexId(this.#batch.bytes, at, 16);
  }

  get spanId(): string {
    const at = this.#batch.columns.spanIdAt[this.#row]!;
    return at === 0 ? ZERO_SPAN_ID : hexId(this.#batch.bytes, at, 8);
  }

  get parentSpanId(): string {
    const at = this.#batch.columns.parentIdAt[this.#row]!;
    return at === 0 ? '' : hexId(this.#batch.bytes, at, 8);
  }

  get service(): string {
    const { columns, names } = this.#batch;
    const id = columns.service[this.#row]!;
    return id === NO_NAME ? this.#batch.readResource(columns.resource[this.#row]!).serviceName : names.text(id);
  }

  get operation(): string {
    const { columns, names } = this.#batch;
    const id = columns.operation[this.#row]!;
    return id === NO_NAME ? this.toSpan().name : names.text(id);
  }

  toSpan(): Span {
    return this.#batch.readSpan(this.#row);
  }
}
