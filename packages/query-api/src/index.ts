export { type HttpQueryConfig, httpQueryConfig } from './config.ts';
export { httpQuery } from './http-query.ts';
