export { composeQuery } from './compose.ts';
export { type QuerySpecs, specs } from './config.ts';
export { service } from './service.ts';
