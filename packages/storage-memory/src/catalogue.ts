// Which services there are, and which operations of which kinds they have. Eviction of traces leaves it
// alone; it is bounded by itself: past the bound new operations are stored but not listed.
import { type Operation, SPAN_KINDS } from '@spoor/core';
import type { LocalIds, LocalNames } from './local-names.ts';

const MAX_OPERATIONS = 65_536;
const FIRST_SLOTS = 256;

export class Catalogue {
  readonly #names: LocalNames;
  readonly #maxOperations: number;
  readonly #services = new Set<number>();
  // Open addressing, at most half full: service (0 = free), operation and the kinds seen as bits.
  #service: Uint32Array = new Uint32Array(FIRST_SLOTS);
  #operation: Uint32Array = new Uint32Array(FIRST_SLOTS);
  #kinds: Uint8Array = new Uint8Array(FIRST_SLOTS);
  #size = 0;

  constructor(names: LocalNames, maxOperations: number = MAX_OPERATIONS) {
    this.#names = names;
    this.#maxOperations = maxOperations;
  }

  get heldBytes(): number {
    return this.#service.length * 9 + this.#services.size * 32;
  }

  /** Takes note of the batch's rows. */
  add(ids: LocalIds, kinds: Uint8Array, length: number): void {
    let lastService = 0;
    let lastOperation = 0;
    let lastKind = -1;
    for (let row = 0; row < length; row++) {
      const service = ids.service[row]!;
      const operation = ids.operation[row]!;
      const kind = kinds[row]!;
      if (service === lastService && operation === lastOperation && kind === lastKind) continue;
      this.#addOne(service, operation, kind, service !== lastService);
      lastService = service;
      lastOperation = operation;
      lastKind = kind;
    }
  }

  /** Sorted by code unit. */
  services(): string[] {
    return Array.from(this.#services, (id) => this.#names.text(id)).sort(byCodeUnit);
  }

  /** `kind` null = all. Sorted by name, then kind. */
  operations(service: string, kind: string | null): Operation[] {
    const id = this.#names.find(service);
    if (id === 0) return [];
    const found: Operation[] = [];
    for (let slot = 0; slot < this.#service.length; slot++) {
      if (this.#service[slot] !== id) continue;
      const name = this.#names.text(this.#operation[slot]!);
      for (const [k, spanKind] of SPAN_KINDS.entries()) {
        const seen = ((this.#kinds[slot]! >>> k) & 1) === 1;
        if (seen && (kind === null || kind === spanKind)) found.push({ name, spanKind });
      }
    }
    return found.sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.spanKind, b.spanKind));
  }

  #addOne(service: number, operation: number, kind: number, newService: boolean): void {
    if (service === 0) return;
    if (newService && !this.#services.has(service)) this.#services.add(service);
    if (operation === 0) return;
    const slot = this.#slotOf(service, operation);
    if (this.#service[slot] === 0) {
      if (this.#size === this.#maxOperations) return;
      this.#service[slot] = service;
      this.#operation[slot] = operation;
      this.#kinds[slot] = 1 << kind;
      this.#size++;
      if (this.#size * 2 > this.#service.length) this.#grow();
    } else this.#kinds[slot]! |= 1 << kind;
  }

  /** Where the pair is, or the free slot where it would go. */
  #slotOf(service: number, operation: number): number {
    const mask = this.#service.length - 1;
    let slot = (Math.imul(service, 0x9e3779b1) ^ Math.imul(operation, 0x85ebca6b)) >>> 7;
    for (slot &= mask; this.#service[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#service[slot] === service && this.#operation[slot] === operation) break;
    }
    return slot;
  }

  #grow(): void {
    const [services, operations, kinds] = [this.#service, this.#operation, this.#kinds];
    this.#service = new Uint32Array(services.length * 2);
    this.#operation = new Uint32Array(services.length * 2);
    this.#kinds = new Uint8Array(services.length * 2);
    for (let old = 0; old < services.length; old++) {
      if (services[old] === 0) continue;
      const slot = this.#slotOf(services[old]!, operations[old]!);
      this.#service[slot] = services[old]!;
      this.#operation[slot] = operations[old]!;
      this.#kinds[slot] = kinds[old]!;
    }
  }
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
