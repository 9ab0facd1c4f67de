import type { Deps, StorageBackend } from '@spoor/core';
import { storageContract } from '@spoor/testkit';
import { openStorage } from '../src/index.ts';
import { CONFIG } from './support/stores.ts';

/** Memory with a blackhole beside it, which forgets by starting over. */
class Replaceable implements StorageBackend {
  readonly name = 'memory and blackhole';
  readonly archive = null;
  readonly #deps: Deps;
  #current: StorageBackend;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#current = this.#open();
  }

  get writer(): StorageBackend['writer'] {
    return this.#current.writer;
  }

  get reader(): StorageBackend['reader'] {
    return this.#current.reader;
  }

  get dependencies(): StorageBackend['dependencies'] {
    return this.#current.dependencies;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#current.start(signal);
  }

  stop(deadlineMs: number): Promise<void> {
    return this.#current.stop(deadlineMs);
  }

  health(): ReturnType<StorageBackend['health']> {
    return this.#current.health();
  }

  async replace(): Promise<void> {
    this.#current = this.#open();
    await this.#current.start(new AbortController().signal);
  }

  #open(): StorageBackend {
    const config = { ...CONFIG, spanStorageType: 'memory,blackhole', memoryMaxBytes: 256 * 1024 * 1024 };
    return openStorage(config, this.#deps);
  }
}

storageContract('composite of memory and blackhole', {
  async open(deps) {
    const store = new Replaceable(deps);
    await store.start(new AbortController().signal);
    return store;
  },
  async clear(store) {
    if (store instanceof Replaceable) await store.replace();
  },
  settle: () => Promise.resolve(),
});
