// Asks single rows whether they may match the tag groups of a query, by walking their bytes.
import type { RowChunk } from './row-chunk.ts';
import type { Slab } from './slab.ts';
import type { SlabArena } from './slab-arena.ts';
import type { TagGroup } from './tag-group.ts';
import { TokenWalker } from './token-walker.ts';

/** For one search. */
export class RowTokens {
  readonly #groups: readonly TagGroup[];
  readonly #slabs: SlabArena;
  readonly #span: TokenWalker = new TokenWalker();
  readonly #resource: PartAnswers;
  readonly #scope: PartAnswers;

  constructor(groups: readonly TagGroup[], slabs: SlabArena) {
    this.#groups = groups;
    this.#slabs = slabs;
    this.#resource = new PartAnswers(groups);
    this.#scope = new PartAnswers(groups);
  }

  /** Slabs may have changed hands. */
  forget(): void {
    this.#resource.forget();
    this.#scope.forget();
  }

  /** False = the row cannot match. */
  mayMatch(chunk: RowChunk, i: number): boolean {
    const kindBit = 1 << chunk.kind[i]!;
    const statusBit = 1 << chunk.status[i]!;
    let walked = false;
    for (const [g, group] of this.#groups.entries()) {
      if ((group.kindBits & kindBit) !== 0 || (group.statusBits & statusBit) !== 0) continue;
      if (group.tokens.length === 0) return false;
      if (!walked) this.#walk(chunk, i);
      walked = true;
      if (!has(this.#span, group.tokens) && !this.#resource.has(g) && !this.#scope.has(g)) return false;
    }
    return true;
  }

  #walk(chunk: RowChunk, i: number): void {
    const slab = this.#slabs.slab(chunk.slab[i]!);
    const at = chunk.spanAt[i]!;
    this.#span.open(slab.bytes, slab.view);
    this.#span.reset();
    this.#span.span(at, at + chunk.spanBytes[i]!);
    const { resources, scopes } = slab;
    const resource = chunk.resource[i]!;
    const scope = chunk.scope[i]!;
    if (!this.#resource.isOf(slab, resource)) {
      const from = resources.at(resource);
      this.#resource.take(slab, resource, (walker) => walker.resource(from, from + resources.bytes(resource)));
    }
    if (!this.#scope.isOf(slab, scope)) {
      const from = scopes.at(scope);
      this.#scope.take(slab, scope, (walker) => walker.scope(from, from + scopes.bytes(scope)));
    }
  }
}

/**
 * Which groups a resource has, or a scope: rows next to each other mostly share them, and what one holds is looked
 * through once, not once a row.
 */
class PartAnswers {
  readonly #groups: readonly TagGroup[];
  readonly #walker: TokenWalker = new TokenWalker();
  readonly #has: boolean[];
  #slab: Slab | null = null;
  #row = -1;

  constructor(groups: readonly TagGroup[]) {
    this.#groups = groups;
    this.#has = groups.map(() => false);
  }

  forget(): void {
    this.#slab = null;
  }

  isOf(slab: Slab, row: number): boolean {
    return slab === this.#slab && row === this.#row;
  }

  take(slab: Slab, row: number, walk: (walker: TokenWalker) => void): void {
    [this.#slab, this.#row] = [slab, row];
    this.#walker.open(slab.bytes, slab.view);
    this.#walker.reset();
    walk(this.#walker);
    for (const [g, group] of this.#groups.entries()) this.#has[g] = has(this.#walker, group.tokens);
  }

  has(group: number): boolean {
    return this.#has[group]!;
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
