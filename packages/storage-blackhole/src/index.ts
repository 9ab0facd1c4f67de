export { blackholeStorage } from './blackhole-storage.ts';
