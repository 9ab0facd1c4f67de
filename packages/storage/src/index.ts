export { compositeStorage } from './composite-storage.ts';
export { type DownsamplingConfig, downsamplingConfig } from './downsampling/downsampling-config.ts';
export { downsampled } from './downsampling/downsampling-writer.ts';
export { openStorage } from './open-storage.ts';
export type { StorageConfig } from './plugins.ts';
export { storageConfig } from './storage-config.ts';
export { storageTypes } from './storage-types.ts';
