export { type HttpQueryConfig, httpQueryConfig } from './config.ts';
export { httpQuery } from './http-query.ts';
export type { QueryDeps } from './query-deps.ts';
