// The `svc` label of Jaeger's per-service counters: normalised, and bounded, because senders choose the names.
import { type NameTable, NO_NAME } from '../model/name-table.ts';

/** As in Jaeger: names after the 4000th share one label. */
const MAX_SERVICE_LABELS = 4000;
const OTHER_SERVICES = 'other-services';
const UNKNOWN_SERVICE = '__unknown';

/** Lower case; everything but letters, digits, `.` and `-` becomes `_`. */
export function normalisedService(name: string): string {
  return name === '' ? UNKNOWN_SERVICE : name.toLowerCase().replace(/[^a-z0-9.-]/g, '_');
}

/** One per process: the bound holds for all counters together, and a name has the same label in each. */
export class ServiceLabels {
  readonly #names: NameTable;
  readonly #maxLabels: number;
  readonly #labels = new Set<string>();
  /** Index = service id of the name table. */
  readonly #labelOf: (string | undefined)[] = [];

  constructor(names: NameTable, maxLabels: number = MAX_SERVICE_LABELS) {
    this.#names = names;
    this.#maxLabels = maxLabels;
  }

  /** Distinct labels so far, the one for all others not counted. */
  get size(): number {
    return this.#labels.size;
  }

  /** `service` is an id in the table given, or 0 for a name the table had no room for. */
  label(service: number): string {
    if (service === NO_NAME) return OTHER_SERVICES;
    let label = this.#labelOf[service];
    if (label === undefined) {
      label = this.#admit(normalisedService(this.#names.text(service)));
      this.#labelOf[service] = label;
    }
    return label;
  }

  #admit(label: string): string {
    if (this.#labels.has(label)) return label;
    if (this.#labels.size >= this.#maxLabels) return OTHER_SERVICES;
    this.#labels.add(label);
    return label;
  }
}
