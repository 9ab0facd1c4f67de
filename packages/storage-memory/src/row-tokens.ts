// Asks single rows whether they may match the tag groups of a query, by walking their bytes.
import type { RowChunk } from './row-chunk.ts';
import type { SlabArena } from './slab-arena.ts';
import type { TagGroup } from './tag-group.ts';
import { TokenWalker } from './token-walker.ts';

/** For one search. */
export class RowTokens {
  readonly #groups: readonly TagGroup[];
  readonly #slabs: SlabArena;
  readonly #span: TokenWalker = new TokenWalker();
  readonly #parts: TokenWalker = new TokenWalker();
  // Which resource and scope #parts has: rows next to each other mostly share them.
  #slab = -1;
  #resource = -1;
  #scope = -1;

  constructor(groups: readonly TagGroup[], slabs: SlabArena) {
    this.#groups = groups;
    this.#slabs = slabs;
  }

  /** Slabs may have changed hands. */
  forget(): void {
    this.#slab = -1;
  }

  /** False = the row cannot match. */
  mayMatch(chunk: RowChunk, i: number): boolean {
    const kindBit = 1 << chunk.kind[i]!;
    const statusBit = 1 << chunk.status[i]!;
    let walked = false;
    for (const group of this.#groups) {
      if ((group.kindBits & kindBit) !== 0 || (group.statusBits & statusBit) !== 0) continue;
      if (group.tokens.length === 0) return false;
      if (!walked) this.#walk(chunk, i);
      walked = true;
      if (!has(this.#span, group.tokens) && !has(this.#parts, group.tokens)) return false;
    }
    return true;
  }

  #walk(chunk: RowChunk, i: number): void {
    const slab = this.#slabs.slab(chunk.slab[i]!);
    const at = chunk.spanAt[i]!;
    this.#span.open(slab.bytes, slab.view);
    this.#span.reset();
    this.#span.span(at, at + chunk.spanBytes[i]!);
    const resource = chunk.resource[i]!;
    const scope = chunk.scope[i]!;
    if (slab.slot === this.#slab && resource === this.#resource && scope === this.#scope) return;
    [this.#slab, this.#resource, this.#scope] = [slab.slot, resource, scope];
    const { resources, scopes } = slab;
    this.#parts.open(slab.bytes, slab.view);
    this.#parts.reset();
    this.#parts.resource(resources.at(resource), resources.at(resource) + resources.bytes(resource));
    this.#parts.scope(scopes.at(scope), scopes.at(scope) + scopes.bytes(scope));
  }
}

function has(walker: TokenWalker, wanted: Int32Array): boolean {
  const { tokens, count } = walker;
  for (let t = 0; t < count; t++) {
    const token = tokens[t]!;
    for (let w = 0; w < wanted.length; w++) if (wanted[w] === token) return true;
  }
  return false;
}
