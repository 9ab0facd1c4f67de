import type { StorageBackend } from '@spoor/core';
import type { ContractSetup } from '../src/contract/storage-contract.ts';

/** A setup for a store in memory whose only way of forgetting is to be made anew. */
export function clearableStore(make: () => StorageBackend): ContractSetup {
  let current = make();
  const facade: StorageBackend = {
    name: current.name,
    get writer() {
      return current.writer;
    },
    get reader() {
      return current.reader;
    },
    get dependencies() {
      return current.dependencies;
    },
    archive: null,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    health: () => current.health(),
  };
  return {
    open: () => Promise.resolve(facade),
    clear: () => {
      current = make();
      return Promise.resolve();
    },
    settle: () => Promise.resolve(),
  };
}
