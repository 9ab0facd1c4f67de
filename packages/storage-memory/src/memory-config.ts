import { totalmem } from 'node:os';
import type { ConfigSpec } from '@spoor/core';

export interface MemoryConfig {
  readonly maxTraces: number;
  readonly maxBytes: number;
}

/** Less leaves no room for a usual batch beside the tables. */
const MIN_BYTES = 8 * 1024 * 1024;
const DEFAULT_SHARE = 1 / 2;

export const memoryConfig: ConfigSpec<MemoryConfig> = {
  title: 'Memory storage',
  fields: {
    maxTraces: {
      flag: 'memory.max-traces',
      type: 'int',
      default: 0,
      min: 0,
      help: 'Traces kept in memory for each tenant, the oldest leaves first; 0 = as many as memory.max-bytes allows.',
    },
    maxBytes: {
      flag: 'memory.max-bytes',
      type: 'bytes',
      default: 0,
      min: 0,
      help: 'Memory that stored spans of all tenants may take, indexes included; 0 = half of what the machine or its container has, at least 8MiB otherwise.',
    },
  },
  check({ maxBytes }) {
    const tooSmall = maxBytes !== 0 && maxBytes < MIN_BYTES;
    return { errors: tooSmall ? [`memory.max-bytes is ${maxBytes}: use 0 or at least 8MiB`] : [], warnings: [] };
  },
};

/** The bound in bytes, with the default worked out. */
export function effectiveMaxBytes(config: MemoryConfig): number {
  if (config.maxBytes !== 0) return config.maxBytes;
  // Without a limit the constraint is 0 or far beyond the machine.
  const constrained = process.constrainedMemory();
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.max(MIN_BYTES, Math.floor(available * DEFAULT_SHARE));
}
