// The columns of one batch, cut out of one ArrayBuffer so that a batch is two blocks of memory: this and
// the bytes.
import type { SharedParts, SpanColumns } from '@spoor/core';

/** What one span costs in columns. */
export const COLUMN_BYTES_PER_SPAN = 57;
/** What one resource or one scope costs. */
export const COLUMN_BYTES_PER_PART = 16;

export interface BatchColumns {
  readonly columns: SpanColumns;
  readonly resources: SharedParts;
  readonly scopes: SharedParts;
}

/** All zero. */
export function allocateColumns(spans: number, resources: number, scopes: number): BatchColumns {
  const parts = (resources + scopes) * COLUMN_BYTES_PER_PART;
  const buffer = new ArrayBuffer(spans * COLUMN_BYTES_PER_SPAN + parts);
  // Widest elements first, so that every array is aligned.
  const words = new WordCutter(buffer, 16 * spans);
  const resourceParts = cutParts(words, resources);
  const scopeParts = cutParts(words, scopes);
  const halvesAt = 52 * spans + parts;
  return {
    columns: {
      startUs: new Float64Array(buffer, 0, spans),
      durationNs: new Float64Array(buffer, 8 * spans, spans),
      spanStart: words.cut(spans),
      spanBytes: words.cut(spans),
      traceIdAt: words.cut(spans),
      spanIdAt: words.cut(spans),
      parentIdAt: words.cut(spans),
      service: words.cut(spans),
      operation: words.cut(spans),
      resource: words.cut(spans),
      scope: words.cut(spans),
      startNsRem: new Uint16Array(buffer, halvesAt, spans),
      kind: new Uint8Array(buffer, halvesAt + 2 * spans, spans),
      status: new Uint8Array(buffer, halvesAt + 3 * spans, spans),
      traits: new Uint8Array(buffer, halvesAt + 4 * spans, spans),
    },
    resources: resourceParts,
    scopes: scopeParts,
  };
}

function cutParts(words: WordCutter, count: number): SharedParts {
  return {
    at: words.cut(count),
    bytes: words.cut(count),
    schemaAt: words.cut(count),
    schemaBytes: words.cut(count),
  };
}

class WordCutter {
  readonly #buffer: ArrayBuffer;
  #at: number;

  constructor(buffer: ArrayBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  cut(length: number): Uint32Array {
    const at = this.#at;
    this.#at += 4 * length;
    return new Uint32Array(this.#buffer, at, length);
  }
}
