import type { Component } from '@spoor/core';

/** Something that needs no starting. */
export function closing(name: string, close: () => void): Component {
  return {
    name,
    start: () => Promise.resolve(),
    stop() {
      close();
      return Promise.resolve();
    },
    health: () => ({ state: 'ready', detail: '' }),
  };
}
