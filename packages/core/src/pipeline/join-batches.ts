// Several batches as one, for a single write to a store. TracesData messages concatenate: the joined bytes
// are again one valid message, and the columns only need their offsets shifted.
import type { SharedParts, SpanBatch, SpanColumns, SpanView } from '../model/batch.ts';
import type { NameTable } from '../model/name-table.ts';
import { emptyColumns, emptyParts } from './batch-columns.ts';

/** What one span costs in columns beside its bytes, roughly: 15 columns of 1 to 8 bytes and shares of the parts. */
const COLUMN_BYTES_PER_SPAN = 64;

/** Bytes of memory that `batch` holds on to. */
export function heldBytes(batch: SpanBatch): number {
  return batch.bytes.length + batch.length * COLUMN_BYTES_PER_SPAN;
}

/** Row of the first span of each batch in their concatenation. */
export function firstRows(batches: readonly SpanBatch[]): Uint32Array {
  const first = new Uint32Array(batches.length);
  let row = 0;
  for (const [i, batch] of batches.entries()) {
    first[i] = row;
    row += batch.length;
  }
  return first;
}

/** Index of the batch that holds `row`, by binary search in `firstRows` (ascending, starts with 0). */
export function batchOfRow(firstRow: Uint32Array, row: number): number {
  let low = 0;
  let high = firstRow.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (firstRow[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The concatenation, in order; at least one batch, all over the same NameTable. A single batch is answered
 * as it is. The joined batch copies the bytes and keeps the sources alive, to which `span(row)` delegates.
 */
export function joinBatches(batches: readonly SpanBatch[]): SpanBatch {
  const [head] = batches;
  if (head === undefined) throw new RangeError('no batch to join');
  if (batches.length === 1) return head;
  for (const batch of batches) {
    if (batch.names !== head.names) throw new RangeError('batches over different name tables cannot be joined');
  }
  return new JoinedBatch(batches, head.names);
}

class JoinedBatch implements SpanBatch {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly columns: SpanColumns;
  readonly resources: SharedParts;
  readonly scopes: SharedParts;
  readonly names: NameTable;
  readonly #sources: readonly SpanBatch[];
  readonly #firstRow: Uint32Array;

  constructor(sources: readonly SpanBatch[], names: NameTable) {
    const sizes = sizesOf(sources);
    this.bytes = new Uint8Array(sizes.bytes);
    this.length = sizes.rows;
    this.columns = emptyColumns(sizes.rows);
    this.resources = emptyParts(sizes.resources);
    this.scopes = emptyParts(sizes.scopes);
    this.names = names;
    this.#sources = sources;
    this.#firstRow = firstRows(sources);
    const at = { bytes: 0, rows: 0, resources: 0, scopes: 0 };
    for (const source of sources) {
      this.bytes.set(source.bytes, at.bytes);
      copyColumns(source, this.columns, at);
      copyParts(source.resources, this.resources, at.resources, at.bytes);
      copyParts(source.scopes, this.scopes, at.scopes, at.bytes);
      at.bytes += source.bytes.length;
      at.rows += source.length;
      at.resources += source.resources.at.length;
      at.scopes += source.scopes.at.length;
    }
  }

  span(row: number): SpanView {
    if (!(row >= 0 && row < this.length)) throw new RangeError(`row ${row} of a batch of ${this.length} spans`);
    const index = batchOfRow(this.#firstRow, row);
    return this.#sources[index]!.span(row - this.#firstRow[index]!);
  }
}

/** Sums over batches, or how far a copy has come. */
interface Sizes {
  bytes: number;
  rows: number;
  resources: number;
  scopes: number;
}

function sizesOf(batches: readonly SpanBatch[]): Sizes {
  const sizes: Sizes = { bytes: 0, rows: 0, resources: 0, scopes: 0 };
  for (const batch of batches) {
    sizes.bytes += batch.bytes.length;
    sizes.rows += batch.length;
    sizes.resources += batch.resources.at.length;
    sizes.scopes += batch.scopes.at.length;
  }
  return sizes;
}

function copyColumns(source: SpanBatch, to: SpanColumns, at: Sizes): void {
  const from = source.columns;
  const { rows } = at;
  for (const column of ['spanBytes', 'service', 'operation'] as const) to[column].set(from[column], rows);
  for (const column of ['startUs', 'durationNs'] as const) to[column].set(from[column], rows);
  for (const column of ['kind', 'status', 'traits'] as const) to[column].set(from[column], rows);
  to.startNsRem.set(from.startNsRem, rows);
  for (const column of ['spanStart', 'traceIdAt', 'spanIdAt', 'parentIdAt'] as const) {
    copyOffsets(from[column], to[column], rows, at.bytes);
  }
  copyRows(from.resource, to.resource, rows, at.resources);
  copyRows(from.scope, to.scope, rows, at.scopes);
}

function copyParts(from: SharedParts, to: SharedParts, row: number, shift: number): void {
  copyOffsets(from.at, to.at, row, shift);
  copyOffsets(from.schemaAt, to.schemaAt, row, shift);
  to.bytes.set(from.bytes, row);
  to.schemaBytes.set(from.schemaBytes, row);
}

/** Offset 0 means absent and stays 0. */
function copyOffsets(from: Uint32Array, to: Uint32Array, row: number, shift: number): void {
  for (let i = 0; i < from.length; i++) {
    const offset = from[i]!;
    to[row + i] = offset === 0 ? 0 : offset + shift;
  }
}

function copyRows(from: Uint32Array, to: Uint32Array, row: number, shift: number): void {
  for (let i = 0; i < from.length; i++) to[row + i] = from[i]! + shift;
}
