import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call } from '@spoor/core';
import type { QueryString } from '../go/query-string.ts';

/** One API request on its way to an answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path behind the base path, percent-encoded, split at `/`; [0] is always ''. */
  readonly segments: readonly string[];
  readonly query: QueryString;
  /** Aborted when the client went away before the answer was complete. */
  readonly call: Call;
}

/** Who sends 64-bit numbers through a browser's JSON view wants it indented: present and not `false`. */
export function wantsPretty(exchange: Exchange): boolean {
  const value = exchange.query.first('prettyPrint');
  return value !== '' && value !== 'false';
}
