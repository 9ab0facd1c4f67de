// 1,024 rows of columns in one buffer, with what a search needs to pass the chunk by: bounds of start and
// duration, kinds, statuses and the token signature. Bounds and signature only widen; an evicted row
// leaves them as they are and loses its trace.
import type { SpanColumns } from '@spoor/core';
import type { LocalIds } from './local-names.ts';
import { SIGNATURE_BYTES, SIGNATURE_WORDS } from './signature.ts';
import type { Placement } from './slab.ts';

export const CHUNK_BITS = 10;
export const CHUNK_ROWS: number = 1 << CHUNK_BITS;
export const CHUNK_MASK: number = CHUNK_ROWS - 1;
/** No row, no trace. The largest small integer: passing it around allocates nothing. */
export const NONE = 0x7fff_ffff;

const FLOAT_COLUMNS = 2;
const WORD_COLUMNS = 11;
const BYTES_PER_ROW: number = FLOAT_COLUMNS * 8 + WORD_COLUMNS * 4 + 2 + 1 + 1;
export const CHUNK_BYTES: number = CHUNK_ROWS * BYTES_PER_ROW + SIGNATURE_BYTES;
/** JavaScript objects of a chunk: itself and its views. */
export const CHUNK_OBJECT_BYTES = 2560;

export class RowChunk {
  readonly slot: number;
  readonly buffer: ArrayBuffer;
  readonly startUs: Float64Array;
  readonly durationNs: Float64Array;
  /** Slot of the slab that the offsets below count in. */
  readonly slab: Uint32Array;
  readonly spanAt: Uint32Array;
  readonly spanBytes: Uint32Array;
  /** 0 = absent. */
  readonly spanIdAt: Uint32Array;
  /** 0 = none. */
  readonly parentIdAt: Uint32Array;
  /** LocalNames ids; 0 = read it from the bytes. */
  readonly service: Uint32Array;
  readonly operation: Uint32Array;
  /** Rows of the slab's part tables. */
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
  /** Slot of the trace; NONE = evicted. */
  readonly trace: Uint32Array;
  /** The trace's next row in order of arrival; NONE = last. */
  readonly nextRow: Uint32Array;
  readonly startNsRem: Uint16Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly signature: Uint32Array;
  length = 0;
  liveRows = 0;
  /** The buffer went back to the pool: nothing here may be read any more. */
  freed = false;
  minStartUs: number = Number.POSITIVE_INFINITY;
  maxStartUs: number = Number.NEGATIVE_INFINITY;
  minDurationNs: number = Number.POSITIVE_INFINITY;
  maxDurationNs = 0;
  /** Bit k = a row of kind k, or status k. */
  kindBits = 0;
  statusBits = 0;
  /** A row's service or operation has no id. */
  unnamed = false;

  constructor(slot: number, buffer: ArrayBuffer) {
    this.slot = slot;
    this.buffer = buffer;
    let at = 0;
    const next = (bytes: number): number => {
      at += bytes;
      return at - bytes;
    };
    const floats = (): Float64Array => new Float64Array(buffer, next(CHUNK_ROWS * 8), CHUNK_ROWS);
    const words = (): Uint32Array => new Uint32Array(buffer, next(CHUNK_ROWS * 4), CHUNK_ROWS);
    const small = (): Uint8Array => new Uint8Array(buffer, next(CHUNK_ROWS), CHUNK_ROWS);
    this.startUs = floats();
    this.durationNs = floats();
    this.slab = words();
    this.spanAt = words();
    this.spanBytes = words();
    this.spanIdAt = words();
    this.parentIdAt = words();
    this.service = words();
    this.operation = words();
    this.resource = words();
    this.scope = words();
    this.trace = words();
    this.nextRow = words();
    this.signature = new Uint32Array(buffer, next(SIGNATURE_BYTES), SIGNATURE_WORDS).fill(0);
    this.startNsRem = new Uint16Array(buffer, next(CHUNK_ROWS * 2), CHUNK_ROWS);
    this.kind = small();
    this.status = small();
  }

  get freeRows(): number {
    return CHUNK_ROWS - this.length;
  }

  /** Appends rows [from, to) of a batch that lies at `placement`; there is room. Traces are linked by the caller. */
  append(columns: SpanColumns, ids: LocalIds, placement: Placement, from: number, to: number): void {
    const first = this.length;
    this.length += to - from;
    this.liveRows += to - from;
    this.startUs.set(columns.startUs.subarray(from, to), first);
    this.startNsRem.set(columns.startNsRem.subarray(from, to), first);
    this.durationNs.set(columns.durationNs.subarray(from, to), first);
    this.kind.set(columns.kind.subarray(from, to), first);
    this.status.set(columns.status.subarray(from, to), first);
    this.service.set(ids.service.subarray(from, to), first);
    this.operation.set(ids.operation.subarray(from, to), first);
    this.slab.fill(placement.slab.slot, first, this.length);
    this.nextRow.fill(NONE, first, this.length);
    this.#appendOffsets(columns, placement, from, to, first);
    this.#widen(first, this.length);
  }

  #appendOffsets(columns: SpanColumns, placement: Placement, from: number, to: number, first: number): void {
    const { base, firstResource, firstScope } = placement;
    const { spanStart, spanBytes, spanIdAt, parentIdAt, resource, scope } = columns;
    for (let row = from, i = first; row < to; row++, i++) {
      this.spanAt[i] = base + spanStart[row]!;
      this.spanBytes[i] = spanBytes[row]!;
      const spanId = spanIdAt[row]!;
      this.spanIdAt[i] = spanId === 0 ? 0 : base + spanId;
      const parentId = parentIdAt[row]!;
      this.parentIdAt[i] = parentId === 0 ? 0 : base + parentId;
      this.resource[i] = firstResource + resource[row]!;
      this.scope[i] = firstScope + scope[row]!;
    }
  }

  #widen(first: number, end: number): void {
    let { minStartUs, maxStartUs, minDurationNs, maxDurationNs, kindBits, statusBits } = this;
    for (let i = first; i < end; i++) {
      const start = this.startUs[i]!;
      const duration = this.durationNs[i]!;
      if (start < minStartUs) minStartUs = start;
      if (start > maxStartUs) maxStartUs = start;
      if (duration < minDurationNs) minDurationNs = duration;
      if (duration > maxDurationNs) maxDurationNs = duration;
      kindBits |= 1 << this.kind[i]!;
      statusBits |= 1 << this.status[i]!;
      if (this.service[i] === 0 || this.operation[i] === 0) this.unnamed = true;
    }
    this.minStartUs = minStartUs;
    this.maxStartUs = maxStartUs;
    this.minDurationNs = minDurationNs;
    this.maxDurationNs = maxDurationNs;
    this.kindBits = kindBits;
    this.statusBits = statusBits;
  }
}
