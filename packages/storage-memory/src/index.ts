export type { MemoryConfig } from './memory-config.ts';
export { memoryStorage } from './memory-storage.ts';
