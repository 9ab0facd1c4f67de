// Puts what the rows of a batch carry into the signature of their chunk. Resource and scope are walked
// once per run of rows that share them.
import { addToken } from './bloom.ts';
import type { RowChunk } from './row-chunk.ts';
import type { Slab } from './slab.ts';
import { nameToken } from './token-hash.ts';
import { TokenWalker } from './token-walker.ts';

export class RowSigner {
  readonly #walker: TokenWalker = new TokenWalker();

  /** Signs rows [from, to) of the chunk, which all lie in `slab`. */
  sign(chunk: RowChunk, slab: Slab, from: number, to: number): void {
    const walker = this.#walker;
    walker.open(slab.bytes, slab.view);
    let [resource, scope, service, operation] = [-1, -1, -1, -1];
    for (let i = from; i < to; i++) {
      walker.reset();
      const at = chunk.spanAt[i]!;
      walker.span(at, at + chunk.spanBytes[i]!);
      if (chunk.resource[i] !== resource) {
        resource = chunk.resource[i]!;
        const start = slab.resources.at(resource);
        walker.resource(start, start + slab.resources.bytes(resource));
      }
      if (chunk.scope[i] !== scope) {
        scope = chunk.scope[i]!;
        const start = slab.scopes.at(scope);
        walker.scope(start, start + slab.scopes.bytes(scope));
      }
      const { tokens, count } = walker;
      const { bloom } = chunk;
      for (let t = 0; t < count; t++) addToken(bloom, tokens[t]!);
      if (chunk.service[i] !== service) {
        service = chunk.service[i]!;
        addToken(bloom, nameToken(service, true));
      }
      if (chunk.operation[i] !== operation) {
        operation = chunk.operation[i]!;
        addToken(bloom, nameToken(operation, false));
      }
    }
  }
}
