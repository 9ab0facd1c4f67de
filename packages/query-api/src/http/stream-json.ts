// Long answers, written as they are made: at the client's pace, and with turns for other requests. The first
// piece is held back until it is large, so that a failure before it still gets its own status, and a small
// answer its length. After that a failure can only cut the connection: see `failed`.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Indenter } from '../render/indenter.ts';
import { type Exchange, wantsPretty } from './exchange.ts';
import type { Pace } from './pace.ts';
import { JSON_TYPE } from './respond.ts';

/** Characters per write: large enough that a write costs little, small enough that few are held. */
const WRITE_CHARS = 128 * 1024;

/**
 * 200 with the concatenated pieces, each at most a few milliseconds of work; an empty piece only gives the
 * event loop a chance. Throws what `pieces` throws, or the reason of `call.signal`.
 */
export async function streamJson(exchange: Exchange, pieces: AsyncIterable<string>, pace: Pace): Promise<void> {
  const { response } = exchange;
  const { signal } = exchange.call;
  const indenter = wantsPretty(exchange) ? new Indenter() : null;
  let held = '';
  for await (const piece of pieces) {
    held += indenter === null ? piece : indenter.add(piece);
    if (held.length >= WRITE_CHARS) {
      await write(response, held, signal);
      held = '';
    }
    if (pace.due) await pace.rest();
    signal.throwIfAborted();
  }
  const last = Buffer.from(held);
  if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': last.length });
  response.end(last);
}

async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_TYPE });
  if (!response.write(Buffer.from(text))) await once(response, 'drain', { signal });
}
