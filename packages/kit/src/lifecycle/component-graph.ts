// The components of a process as one: started in order, stopped in reverse, those of one stage side by side. A failed
// start stops what had started.
import { type Clock, type Component, type Logger, TracingError } from '@spoor/core';

export type GraphState = 'starting' | 'ready' | 'stopping' | 'stopped' | 'failed';

/**
 * One component, or several that stop at the same time. Doors belong into one stage: a door that waits for its last
 * request must not keep the others open.
 */
export type Stage = Component | readonly Component[];

export class ComponentGraph {
  readonly #components: readonly Component[];
  readonly #stages: readonly (readonly Component[])[];
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #started = new Set<Component>();
  readonly #abort = new AbortController();
  #state: GraphState = 'starting';
  #readySinceMs = 0;
  #stopping: Promise<boolean> | null = null;

  constructor(stages: readonly Stage[], logger: Logger, clock: Clock) {
    this.#stages = stages.map((stage) => ('name' in stage ? [stage] : stage));
    this.#components = this.#stages.flat();
    this.#logger = logger;
    this.#clock = clock;
  }

  get state(): GraphState {
    return this.#state;
  }

  /** Unix ms; 0 unless ready. */
  get readySinceMs(): number {
    return this.#state === 'ready' ? this.#readySinceMs : 0;
  }

  get components(): readonly Component[] {
    return this.#components;
  }

  /**
   * Throws what the failing component threw, after the ones before it have stopped. Told to stop meanwhile, it
   * resolves without having become ready; `stop` closes what had started.
   */
  async start(stopWithinMs: number): Promise<void> {
    for (const component of this.#components) {
      if (this.#abort.signal.aborted) return;
      try {
        // Counted before it runs: whoever fails half-way has something to close.
        this.#started.add(component);
        await component.start(this.#abort.signal);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#state = 'failed';
        await this.#stopAll(stopWithinMs);
        throw error;
      }
    }
    if (this.#abort.signal.aborted) return;
    this.#readySinceMs = this.#clock.nowMs();
    this.#state = 'ready';
  }

  /** Not ready from now on, while everything goes on serving. */
  announceStop(): void {
    if (this.#state === 'ready' || this.#state === 'starting') this.#state = 'stopping';
    this.#abort.abort(new TracingError('OVER_CAPACITY', 'the service is stopping'));
  }

  /** Stops in reverse order within `deadlineMs` for all; false when one failed or was given up. Idempotent. */
  stop(deadlineMs: number): Promise<boolean> {
    this.announceStop();
    this.#stopping ??= this.#stopAll(deadlineMs).then((clean) => {
      this.#state = 'stopped';
      return clean;
    });
    return this.#stopping;
  }

  async #stopAll(deadlineMs: number): Promise<boolean> {
    const endMs = this.#clock.monotonicMs() + deadlineMs;
    let clean = true;
    for (const stage of this.#stages.toReversed()) {
      const leftMs = Math.max(0, endMs - this.#clock.monotonicMs());
      const started = stage.filter((component) => this.#started.delete(component));
      const stopped = await Promise.all(started.map((component) => this.#stopOne(component, leftMs)));
      clean = clean && !stopped.includes(false);
    }
    return clean;
  }

  /** A component that hangs gets a little over what is left, then the next one has its turn. */
  async #stopOne(component: Component, leftMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), leftMs + GRACE_MS);
    });
    try {
      const outcome = await Promise.race([component.stop(leftMs), late]);
      if (outcome !== 'late') return true;
      this.#logger.error('gave up stopping a component', { component: component.name });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.error('stopping a component failed', { component: component.name, reason });
    } finally {
      clearTimeout(timer);
    }
    return false;
  }
}

/** For a component that keeps its own deadline to the millisecond. */
const GRACE_MS = 250;
