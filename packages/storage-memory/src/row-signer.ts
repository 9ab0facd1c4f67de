// Puts what the rows of a batch carry into the signature of their chunk. What a resource, a scope and a name
// give is taken once per run of rows that share them, and a resource is walked once however many chunks and
// scopes its rows are spread over: senders choose how much it holds and how many spans share it.
import type { RowChunk } from './row-chunk.ts';
import { addToken, fillLanes, laneOf, lanesOf } from './signature.ts';
import type { Slab } from './slab.ts';
import { nameToken } from './token-hash.ts';
import { TokenWalker } from './token-walker.ts';

/** With more tokens than this hardly a bit of the signature stays free. */
const MAX_PART_TOKENS = 8_192;

type WalkPart = (walker: TokenWalker, slab: Slab, row: number) => void;

export class RowSigner {
  readonly #walker: TokenWalker = new TokenWalker();
  readonly #resources: PartSigner = new PartSigner((walker, { resources }, row) =>
    walker.resource(resources.at(row), resources.at(row) + resources.bytes(row)),
  );
  readonly #scopes: PartSigner = new PartSigner((walker, { scopes }, row) =>
    walker.scope(scopes.at(row), scopes.at(row) + scopes.bytes(row)),
  );

  /** Signs rows [from, to) of the chunk, which all lie in `slab`. */
  sign(chunk: RowChunk, slab: Slab, from: number, to: number): void {
    const { signature } = chunk;
    this.#walker.open(slab.bytes, slab.view);
    signSpans(this.#walker, chunk, from, to);
    this.#resources.sign(signature, slab, chunk.resource, from, to);
    this.#scopes.sign(signature, slab, chunk.scope, from, to);
    signNames(signature, chunk.service, true, from, to);
    signNames(signature, chunk.operation, false, from, to);
  }
}

/**
 * A function of its own: V8 enters the loop of a long call in optimised code, knows nothing of what follows it, and gave
 * the code up and made it again at every batch.
 */
function signSpans(walker: TokenWalker, { signature, spanAt, spanBytes }: RowChunk, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    walker.reset();
    walker.span(spanAt[i]!, spanAt[i]! + spanBytes[i]!);
    const { tokens, count } = walker;
    const lane = laneOf(i);
    for (let t = 0; t < count; t++) addToken(signature, tokens[t]!, lane);
  }
}

/** Signs what rows have from their resource, or from their scope. */
class PartSigner {
  readonly #walk: WalkPart;
  readonly #walker: TokenWalker = new TokenWalker();
  /** Which part the walker has; a slab never changes what its tables and bytes hold. */
  #slab: Slab | null = null;
  #row = -1;

  constructor(walk: WalkPart) {
    this.#walk = walk;
  }

  /** `parts`: the row of the part for each row of the chunk. */
  sign(signature: Uint32Array, slab: Slab, parts: Uint32Array, from: number, to: number): void {
    for (let start = from, end = from; start < to; start = end) {
      const row = parts[start]!;
      while (end < to && parts[end] === row) end++;
      const { tokens, count } = this.#tokensOf(slab, row);
      const lanes = lanesOf(start, end);
      if (count > MAX_PART_TOKENS) fillLanes(signature, lanes);
      else for (let t = 0; t < count; t++) addToken(signature, tokens[t]!, lanes);
    }
  }

  #tokensOf(slab: Slab, row: number): TokenWalker {
    const walker = this.#walker;
    if (slab === this.#slab && row === this.#row) return walker;
    [this.#slab, this.#row] = [slab, row];
    walker.open(slab.bytes, slab.view);
    walker.reset();
    this.#walk(walker, slab, row);
    return walker;
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
