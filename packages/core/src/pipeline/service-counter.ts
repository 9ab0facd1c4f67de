// A counter with a `svc` label that is bumped once per run of spans of one service, never once per span.
import type { SpanBatch } from '../model/batch.ts';
import type { Cell } from '../ports/metrics.ts';
import type { ServiceLabels } from './service-labels.ts';

export class ServiceCounter {
  readonly #labels: ServiceLabels;
  readonly #cellFor: (svc: string) => Cell;
  /** Index = service id of the name table. */
  readonly #cells: (Cell | undefined)[] = [];

  /** `cellFor` registers the counter of a label; asked once per service id. */
  constructor(labels: ServiceLabels, cellFor: (svc: string) => Cell) {
    this.#labels = labels;
    this.#cellFor = cellFor;
  }

  /** Adds 1 for every span of `batch`. */
  addAll(batch: SpanBatch): void {
    const { service } = batch.columns;
    for (let start = 0; start < batch.length; ) {
      const id = service[start]!;
      let end = start + 1;
      while (end < batch.length && service[end] === id) end++;
      this.#cell(id).value += end - start;
      start = end;
    }
  }

  /** Adds `count` for the service of one row. */
  addRow(batch: SpanBatch, row: number, count: number): void {
    this.#cell(batch.columns.service[row]!).value += count;
  }

  #cell(service: number): Cell {
    let cell = this.#cells[service];
    if (cell === undefined) {
      cell = this.#cellFor(this.#labels.label(service));
      this.#cells[service] = cell;
    }
    return cell;
  }
}
