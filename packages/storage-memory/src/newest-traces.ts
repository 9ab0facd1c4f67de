// The newest `limit` traces of those offered, as a heap with the worst on top.
import { sortInSlices } from './sort-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';
import { newestFirst, type TraceRef } from './trace-ref.ts';

export class NewestTraces {
  readonly #limit: number;
  readonly #heap: TraceRef[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A trace that starts before this cannot get in any more, Unix µs. */
  get floorUs(): number {
    return this.#heap.length < this.#limit ? Number.NEGATIVE_INFINITY : this.#heap[0]!.startUs;
  }

  wouldTake(ref: TraceRef): boolean {
    return this.#heap.length < this.#limit || newestFirst(ref, this.#heap[0]!) < 0;
  }

  /** The caller offers a trace once, and only what `wouldTake` likes. */
  take(ref: TraceRef): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push(ref);
      this.#rise(heap.length - 1);
    } else {
      heap[0] = ref;
      this.#sink();
    }
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Newest first. */
  sorted(slice: TimeSlice): Promise<readonly TraceRef[]> {
    return sortInSlices(this.#heap, newestFirst, slice);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    const ref = heap[from]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (newestFirst(heap[parent]!, ref) >= 0) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = ref;
  }

  #sink(): void {
    const heap = this.#heap;
    const ref = heap[0]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && newestFirst(heap[child + 1]!, heap[child]!) > 0) child++;
      if (newestFirst(heap[child]!, ref) <= 0) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = ref;
  }
}
