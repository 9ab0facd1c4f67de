// Counts the rows of batches by service and traits into labelled counters: a cell is looked up once per run of
// like rows, never once per span.
import type { SpanBatch } from '../model/batch.ts';
import { NO_NAME } from '../model/name-table.ts';
import { SAMPLER_TYPES, samplerOf, TRAIT_DEBUG, traitsOf } from '../model/span-traits.ts';
import type { Cell } from '../ports/metrics.ts';
import type { ServiceLabels } from './service-labels.ts';

/** Values of the labels that Jaeger's counters share. */
export interface TraitLabels {
  readonly svc: string;
  readonly debug: string;
  readonly sampler_type: string;
}

export class TraitCounter {
  readonly #labels: ServiceLabels;
  readonly #mask: number;
  readonly #rootsOnly: boolean;
  readonly #cellFor: (labels: TraitLabels) => Cell;
  /** By masked traits, then by service id of the name table. */
  readonly #cells = new Map<number, (Cell | undefined)[]>();

  private constructor(labels: ServiceLabels, mask: number, rootsOnly: boolean, cellFor: (labels: TraitLabels) => Cell) {
    this.#labels = labels;
    this.#mask = mask;
    this.#rootsOnly = rootsOnly;
    this.#cellFor = cellFor;
    for (const debug of [false, true]) {
      for (const sampler of SAMPLER_TYPES.keys()) this.#cell(NO_NAME, traitsOf(debug, sampler) & mask);
    }
  }

  /**
   * Every span, by service and debug flag. `cellFor` registers a counter, once per service and debug flag; those of the
   * collective label of services beyond the bound at once, so that a scrape sees the counter before the first span.
   */
  static ofSpans(labels: ServiceLabels, cellFor: (labels: TraitLabels) => Cell): TraitCounter {
    return new TraitCounter(labels, TRAIT_DEBUG, false, cellFor);
  }

  /** Only spans without a parent, by service, debug flag and sampler type. */
  static ofTraces(labels: ServiceLabels, cellFor: (labels: TraitLabels) => Cell): TraitCounter {
    return new TraitCounter(labels, 0xff, true, cellFor);
  }

  addAll(batch: SpanBatch): void {
    const { service, traits, parentIdAt } = batch.columns;
    const mask = this.#mask;
    let run = 0;
    let ofService = 0;
    let ofTraits = 0;
    for (let row = 0; row < batch.length; row++) {
      if (this.#rootsOnly && parentIdAt[row] !== 0) continue;
      const id = service[row]!;
      const masked = traits[row]! & mask;
      if (run > 0 && (id !== ofService || masked !== ofTraits)) {
        this.#cell(ofService, ofTraits).value += run;
        run = 0;
      }
      ofService = id;
      ofTraits = masked;
      run++;
    }
    if (run > 0) this.#cell(ofService, ofTraits).value += run;
  }

  /** Adds `count` for one row, where it counts at all. */
  addRow(batch: SpanBatch, row: number, count: number): void {
    const { service, traits, parentIdAt } = batch.columns;
    if (this.#rootsOnly && parentIdAt[row] !== 0) return;
    this.#cell(service[row]!, traits[row]! & this.#mask).value += count;
  }

  #cell(service: number, traits: number): Cell {
    let ofTraits = this.#cells.get(traits);
    if (ofTraits === undefined) {
      ofTraits = [];
      this.#cells.set(traits, ofTraits);
    }
    let cell = ofTraits[service];
    if (cell === undefined) {
      cell = this.#cellFor({
        svc: this.#labels.label(service),
        debug: (traits & TRAIT_DEBUG) === 0 ? 'false' : 'true',
        sampler_type: SAMPLER_TYPES[samplerOf(traits)] ?? 'unrecognized',
      });
      ofTraits[service] = cell;
    }
    return cell;
  }
}
