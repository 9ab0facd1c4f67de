export { staticSampling } from './static/static-sampling.ts';
export { type StaticSamplingConfig, staticSamplingConfig } from './static/static-sampling-config.ts';
