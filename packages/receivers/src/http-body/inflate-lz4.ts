// LZ4 frames: sizes are added up first, so that the output is allocated once and a bomb ends unallocated.
import { codecError } from './codec-error.ts';
import { copyLiteral } from './copy-bytes.ts';
import { inflateLz4Block, lz4BlockSize } from './lz4-block.ts';
import { type Lz4Visitor, walkLz4Frames } from './lz4-frames.ts';
import { xxh32 } from './xxh32.ts';

export function inflateLz4(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  const size = new SizeCount(bytes, maxBytes);
  walkLz4Frames(bytes, size);
  if (size.total > maxBytes) return null;
  const target = new Uint8Array(size.total);
  walkLz4Frames(bytes, new Inflation(bytes, target));
  return target;
}

/** Counts no further once over the limit. */
class SizeCount implements Lz4Visitor {
  readonly #bytes: Uint8Array;
  readonly #maxBytes: number;
  #maxBlockBytes = 0;
  total = 0;

  constructor(bytes: Uint8Array, maxBytes: number) {
    this.#bytes = bytes;
    this.#maxBytes = maxBytes;
  }

  openFrame(_linked: boolean, maxBlockBytes: number): void {
    this.#maxBlockBytes = maxBlockBytes;
  }

  block(from: number, to: number, compressed: boolean): void {
    if (this.total > this.#maxBytes) return;
    const size = compressed ? lz4BlockSize(this.#bytes, from, to, this.#maxBlockBytes) : to - from;
    if (size > this.#maxBlockBytes) throw codecError('lz4', 'block larger than announced', from);
    this.total += size;
  }

  closeFrame(): void {}
}

/** Fills the target, which has exactly the counted size. */
class Inflation implements Lz4Visitor {
  readonly #bytes: Uint8Array;
  readonly #target: Uint8Array;
  #linked = false;
  #frameStart = 0;
  #at = 0;

  constructor(bytes: Uint8Array, target: Uint8Array) {
    this.#bytes = bytes;
    this.#target = target;
  }

  openFrame(linked: boolean): void {
    this.#linked = linked;
    this.#frameStart = this.#at;
  }

  block(from: number, to: number, compressed: boolean): void {
    const at = this.#at;
    if (compressed) {
      const history = this.#linked ? this.#frameStart : at;
      this.#at = inflateLz4Block(this.#bytes, from, to, this.#target, at, history);
    } else {
      copyLiteral(this.#bytes, from, to - from, this.#target, at);
      this.#at = at + to - from;
    }
  }

  closeFrame(contentHash: number | null, at: number): void {
    if (contentHash !== null && xxh32(this.#target, this.#frameStart, this.#at) !== contentHash) {
      throw codecError('lz4', 'content checksum differs', at);
    }
  }
}
