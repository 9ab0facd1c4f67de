export { openStorage } from './open-storage.ts';
export type { StorageConfig } from './plugins.ts';
export { storageConfig } from './storage-config.ts';
