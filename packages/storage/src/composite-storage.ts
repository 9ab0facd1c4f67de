// Several stores as one: SPAN_STORAGE_TYPE=a,b writes to all and reads from the first.
import type { Health, SpanWriter, StorageBackend } from '@spoor/core';
import { compositeWriter } from './composite-writer.ts';

/** At least one; the first answers what is read, its dependencies and archive too. */
export function compositeStorage(first: StorageBackend, others: readonly StorageBackend[]): StorageBackend {
  return others.length === 0 ? first : new CompositeStorage(first, others);
}

/** From the best to the worst. */
const STATES: readonly Health['state'][] = ['ready', 'stopped', 'starting', 'stopping', 'failed'];

class CompositeStorage implements StorageBackend {
  readonly name: string;
  readonly writer: SpanWriter;
  readonly reader: StorageBackend['reader'];
  readonly dependencies: StorageBackend['dependencies'];
  readonly archive: StorageBackend['archive'];
  readonly #backends: readonly StorageBackend[];

  constructor(first: StorageBackend, others: readonly StorageBackend[]) {
    this.#backends = [first, ...others];
    this.name = this.#backends.map(({ name }) => name).join(' and ');
    this.writer = compositeWriter(this.#backends.map(({ writer }) => writer));
    this.reader = first.reader;
    this.dependencies = first.dependencies;
    this.archive = first.archive;
  }

  /** In order; what started before one that fails is closed by `stop`. */
  async start(signal: AbortSignal): Promise<void> {
    for (const backend of this.#backends) await backend.start(signal);
  }

  /** All at once, so that one that hangs does not keep the others open; throws what the first failing one threw. */
  async stop(deadlineMs: number): Promise<void> {
    const outcomes = await Promise.allSettled(this.#backends.map((backend) => backend.stop(deadlineMs)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** The worst state of all, and what each says. */
  health(): Health {
    const all = this.#backends.map((backend) => ({ name: backend.name, ...backend.health() }));
    const worst = Math.max(...all.map(({ state }) => STATES.indexOf(state)));
    const detail = all.map(({ name, detail }) => (detail === '' ? name : `${name}: ${detail}`)).join('; ');
    return { state: STATES[worst] ?? 'failed', detail };
  }
}
