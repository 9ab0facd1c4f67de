export { measuredReader } from './measured-reader.ts';
