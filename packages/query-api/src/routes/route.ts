import type { Exchange } from '../http/exchange.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments behind the base path; `*` stands for any non-empty one. Matched on the encoded path. */
  readonly path: string;
  /** Sends the answer; what it throws is answered by `failed`. */
  handle(exchange: Exchange): void | Promise<void>;
}
