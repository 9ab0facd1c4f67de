import type { DependencyStore } from '@spoor/core';

/** Takes links and has none. */
export const emptyDependencies: DependencyStore = {
  async links(_range, call) {
    call.signal.throwIfAborted();
    return [];
  },
  async writeLinks(_atUs, _links, call) {
    call.signal.throwIfAborted();
  },
};
