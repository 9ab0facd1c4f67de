// Puts what the rows of a batch carry into the signature of their chunk. What a
// resource, a scope and a name give is taken once per run of rows that share them.
import type { RowChunk } from './row-chunk.ts';
import { addToken, laneOf } from './signature.ts';
import type { Slab } from './slab.ts';
import { nameToken } from './token-hash.ts';
import { TokenWalker } from './token-walker.ts';

export class RowSigner {
  readonly #walker: TokenWalker = new TokenWalker();
  readonly #parts: TokenWalker = new TokenWalker();

  /** Signs rows [from, to) of the chunk, which all lie in `slab`. */
  sign(chunk: RowChunk, slab: Slab, from: number, to: number): void {
    const walker = this.#walker;
    const { signature, spanAt, spanBytes } = chunk;
    walker.open(slab.bytes, slab.view);
    for (let i = from; i < to; i++) {
      walker.reset();
      walker.span(spanAt[i]!, spanAt[i]! + spanBytes[i]!);
      const { tokens, count } = walker;
      const lane = laneOf(i);
      for (let t = 0; t < count; t++) addToken(signature, tokens[t]!, lane);
    }
    this.#signParts(chunk, slab, from, to);
    signNames(signature, chunk.service, true, from, to);
    signNames(signature, chunk.operation, false, from, to);
  }

  #signParts(chunk: RowChunk, slab: Slab, from: number, to: number): void {
    const walker = this.#parts;
    walker.open(slab.bytes, slab.view);
    let [resource, scope, lane] = [-1, -1, 0];
    for (let i = from; i < to; i++) {
      if (chunk.resource[i] !== resource || chunk.scope[i] !== scope) {
        resource = chunk.resource[i]!;
        scope = chunk.scope[i]!;
        walker.reset();
        walker.resource(slab.resources.at(resource), slab.resources.at(resource) + slab.resources.bytes(resource));
        walker.scope(slab.scopes.at(scope), slab.scopes.at(scope) + slab.scopes.bytes(scope));
      } else if (laneOf(i) === lane) continue;
      lane = laneOf(i);
      for (let t = 0; t < walker.count; t++) addToken(chunk.signature, walker.tokens[t]!, lane);
    }
  }
}

function signNames(signature: Uint32Array, ids: Uint32Array, isService: boolean, from: number, to: number): void {
  let [last, lane] = [-1, 0];
  for (let i = from; i < to; i++) {
    if (ids[i] === last && laneOf(i) === lane) continue;
    last = ids[i]!;
    lane = laneOf(i);
    addToken(signature, nameToken(last, isService), lane);
  }
}
