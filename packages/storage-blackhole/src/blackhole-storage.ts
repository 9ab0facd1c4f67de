// The plugin behind SPAN_STORAGE_TYPE=blackhole: takes everything, keeps nothing, finds nothing. For measuring what is
// in front of a store, and as the second of two stores.
import type { ConfigSpec, Health, SpanWriter, StorageBackend, StoragePlugin, WriteResult } from '@spoor/core';
import { emptyDependencies } from './empty-dependencies.ts';
import { emptyReader } from './empty-reader.ts';

const NOTHING_REJECTED: WriteResult = { rejected: [] };
const NO_SETTINGS: ConfigSpec<object> = { title: 'Blackhole storage', fields: {} };

/** Says that every span is stored: a sender cannot tell. */
const writer: SpanWriter = {
  async write(_batch, call) {
    call.signal.throwIfAborted();
    return NOTHING_REJECTED;
  },
};

export const blackholeStorage: StoragePlugin<object> = {
  kind: 'blackhole',
  config: NO_SETTINGS,
  create: () => new BlackholeStorage(),
};

class BlackholeStorage implements StorageBackend {
  readonly name = 'blackhole storage';
  readonly writer = writer;
  readonly reader = emptyReader;
  readonly dependencies = emptyDependencies;
  readonly archive = null;
  #state: Health['state'] = 'starting';

  start(): Promise<void> {
    this.#state = 'ready';
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#state = 'stopped';
    return Promise.resolve();
  }

  health(): Health {
    return { state: this.#state, detail: 'keeps nothing' };
  }
}
