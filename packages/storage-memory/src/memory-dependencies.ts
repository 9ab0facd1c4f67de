import {
  type Call,
  type Clock,
  type DependencyLink,
  type DependencyStore,
  type TimeRange,
  TracingError,
} from '@spoor/core';
import { dependencyLinks } from './dependency-links.ts';
import type { Tenants } from './tenants.ts';
import { TimeSlice } from './time-slice.ts';

/** Links are computed from the spans held, when asked for. */
export class MemoryDependencies implements DependencyStore {
  readonly #tenants: Tenants;
  readonly #clock: Clock;

  constructor(tenants: Tenants, clock: Clock) {
    this.#tenants = tenants;
    this.#clock = clock;
  }

  async links(range: TimeRange, call: Call): Promise<readonly DependencyLink[]> {
    const slice = new TimeSlice(this.#clock, call, this.#tenants.turn);
    const store = this.#tenants.storeOf(call.tenant);
    return store === null ? [] : dependencyLinks(store, this.#tenants.names, range, slice);
  }

  async writeLinks(): Promise<void> {
    throw new TracingError('QUERY_UNSUPPORTED', 'memory storage computes dependencies itself and takes none');
  }
}
