// The LZ4 frame format: frames of blocks, one after the other, with skippable frames between. Reads the
// structure only; a visitor does something with the blocks. Nothing is collected: a hostile body has a block
// every five bytes.
import { codecError } from './codec-error.ts';
import { xxh32 } from './xxh32.ts';

const MAGIC = 0x184d2204;
/** The low nibble may be anything. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const VERSION_1 = 0x40;
const UNCOMPRESSED_BIT = 0x8000_0000;

export interface Lz4Visitor {
  /** `linked`: blocks refer to the ones before them in the frame. `maxBlockBytes`: of an inflated block. */
  openFrame(linked: boolean, maxBlockBytes: number): void;
  /** The block's bytes are at [from, to). */
  block(from: number, to: number, compressed: boolean): void;
  /** `contentHash`: checksum of the inflated frame, null = it has none; `at`: for messages. */
  closeFrame(contentHash: number | null, at: number): void;
}

export function walkLz4Frames(bytes: Uint8Array, visitor: Lz4Visitor): void {
  const walk = new FrameWalk(bytes, visitor);
  if (bytes.length === 0) throw codecError('lz4', 'no frame', 0);
  while (walk.pos < bytes.length) {
    const at = walk.pos;
    const magic = walk.word();
    if (magic === MAGIC) walk.frame();
    else if ((magic & ~15) >>> 0 === SKIPPABLE_MAGIC) walk.pass(walk.word());
    else throw codecError('lz4', 'not a frame', at);
  }
}

class FrameWalk {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #visitor: Lz4Visitor;
  pos = 0;

  constructor(bytes: Uint8Array, visitor: Lz4Visitor) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#visitor = visitor;
  }

  word(): number {
    const at = this.pos;
    this.pass(4);
    return this.#view.getUint32(at, true);
  }

  pass(count: number): void {
    if (this.pos + count > this.#bytes.length) throw codecError('lz4', 'unexpected end', this.pos);
    this.pos += count;
  }

  /** What follows the magic number. */
  frame(): void {
    const start = this.pos;
    this.pass(2);
    const flags = this.#bytes[start]!;
    const blockSize = (this.#bytes[start + 1]! >>> 4) & 7;
    if ((flags & 0xc0) !== VERSION_1 || blockSize < 4) throw codecError('lz4', 'unknown frame version', start);
    if (flags & 0x01) throw codecError('lz4', 'frame needs a dictionary', start);
    if (flags & 0x08) this.pass(8); // content size: the blocks are counted anyway
    const headerEnd = this.pos;
    this.pass(1);
    if (((xxh32(this.#bytes, start, headerEnd) >>> 8) & 0xff) !== this.#bytes[headerEnd]) {
      throw codecError('lz4', 'header checksum differs', headerEnd);
    }
    this.#visitor.openFrame((flags & 0x20) === 0, 4 ** (blockSize + 4));
    this.#blocks((flags & 0x10) !== 0);
    this.#visitor.closeFrame(flags & 0x04 ? this.word() : null, start);
  }

  #blocks(checked: boolean): void {
    for (let header = this.word(); header !== 0; header = this.word()) {
      const from = this.pos;
      this.pass((header & ~UNCOMPRESSED_BIT) >>> 0);
      const to = this.pos;
      if (checked && this.word() !== xxh32(this.#bytes, from, to)) {
        throw codecError('lz4', 'block checksum differs', from);
      }
      this.#visitor.block(from, to, header < UNCOMPRESSED_BIT);
    }
  }
}
