// Service and operation of a row as text; names without an id are read from the bytes.
import type { LocalNames } from './local-names.ts';
import { CHUNK_MASK } from './row-chunk.ts';
import { SpanSource } from './span-source.ts';
import type { TraceStore } from './trace-store.ts';

export class RowNames {
  readonly #store: TraceStore;
  readonly #names: LocalNames;
  readonly #spans: SpanSource;

  constructor(store: TraceStore, names: LocalNames) {
    this.#store = store;
    this.#names = names;
    this.#spans = new SpanSource(store);
  }

  service(row: number): string {
    const chunk = this.#store.chunkOf(row);
    const id = chunk.service[row & CHUNK_MASK]!;
    return id === 0 ? this.#spans.span(chunk, row & CHUNK_MASK).resource.serviceName : this.#names.text(id);
  }

  operation(row: number): string {
    const chunk = this.#store.chunkOf(row);
    const id = chunk.operation[row & CHUNK_MASK]!;
    return id === 0 ? this.#spans.span(chunk, row & CHUNK_MASK).name : this.#names.text(id);
  }
}
