// Service and operation names as small numbers. One table per process, shared by everything that is given
// it. Bounded: a flood of distinct names fills it once and then costs nothing more.

/** `intern` answers this when the table is full: the caller reads the name from the span's bytes. */
export const NO_NAME = 0;
/** `intern` answers this when the bytes are not UTF-8: the caller chooses the replacement. */
export const INVALID_NAME = 0xffff_ffff;

export interface NameTableLimits {
  /** Distinct names. */
  readonly maxNames: number;
  /** Sum of their UTF-8 lengths. */
  readonly maxBytes: number;
}

/**
 * Slots looked at before a name counts as unknown to a full table. Far beyond what chance produces at half
 * load; without it a sender that builds colliding names would make every look-up walk all of them.
 */
const MAX_PROBES = 128;
/**
 * Names of one length and one hash that are compared byte by byte before a name counts as unknown. Chance does not
 * produce three; a sender that does would have every look-up compare all of them to their last byte.
 */
const MAX_TWINS = 4;

const DEFAULT_LIMITS: NameTableLimits = { maxNames: 65_536, maxBytes: 8 * 1024 * 1024 };

/** Ids count from 1 and never change meaning. */
export class NameTable {
  readonly #maxNames: number;
  readonly #maxBytes: number;
  readonly #texts: string[] = [''];
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  // Entry e (from 1): its bytes in the arena, its hash, and the id it stands for.
  #arena: Uint8Array = new Uint8Array(4096);
  #arenaUsed = 0;
  #entries = 1;
  #entryAt: Uint32Array = new Uint32Array(256);
  #entryBytes: Uint32Array = new Uint32Array(256);
  #entryHash: Int32Array = new Int32Array(256);
  #entryId: Uint32Array = new Uint32Array(256);
  /** Open addressing, power of two, entry numbers; 0 = free. */
  #slots: Uint32Array = new Uint32Array(1024);

  constructor(limits: NameTableLimits = DEFAULT_LIMITS) {
    this.#maxNames = limits.maxNames;
    this.#maxBytes = limits.maxBytes;
  }

  /** Number of distinct names; ids run from 1 to this. */
  get size(): number {
    return this.#texts.length - 1;
  }

  /** The name of an id that `intern` gave. */
  text(id: number): string {
    const text = this.#texts[id];
    if (text === undefined || id === NO_NAME) throw new RangeError(`name id ${id} is not in the table`);
    return text;
  }

  /** The id of the UTF-8 text at [start, end) of `bytes`, or NO_NAME, or INVALID_NAME. Allocates only for a new name. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.#slots.length - 1;
    const length = end - start;
    let twins = 0;
    for (let probe = 0, slot = hash & mask; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry === 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#entryHash[entry] !== hash || this.#entryBytes[entry] !== length) continue;
      if (this.#sameBytes(entry, bytes, start)) return this.#entryId[entry]!;
      if (++twins === MAX_TWINS) break;
    }
    return NO_NAME;
  }

  /** The id of `text`, or NO_NAME when the table is full. */
  internText(text: string): number {
    const bytes = this.#encoder.encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  #sameBytes(entry: number, bytes: Uint8Array, start: number): boolean {
    const arena = this.#arena;
    const at = this.#entryAt[entry]!;
    const length = this.#entryBytes[entry]!;
    for (let i = 0; i < length; i++) {
      if (arena[at + i] !== bytes[start + i]) return false;
    }
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const length = end - start;
    if (this.#entries > this.#maxNames || this.#arenaUsed + length > this.#maxBytes) return NO_NAME;
    let id: number;
    try {
      const text = this.#decoder.decode(bytes.subarray(start, end));
      id = this.#texts.length;
      this.#texts.push(text);
    } catch {
      id = INVALID_NAME; // remembered, so that repeats of it cost a look-up, not an exception
    }
    const entry = this.#entries++;
    if (entry === this.#entryAt.length) this.#growEntries();
    this.#reserve(length);
    this.#arena.set(bytes.subarray(start, end), this.#arenaUsed);
    this.#entryAt[entry] = this.#arenaUsed;
    this.#entryBytes[entry] = length;
    this.#entryHash[entry] = hash;
    this.#entryId[entry] = id;
    this.#arenaUsed += length;
    this.#slots[slot] = entry;
    if (this.#entries * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #reserve(length: number): void {
    const needed = this.#arenaUsed + length;
    if (needed <= this.#arena.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#arena.length * 2));
    grown.set(this.#arena);
    this.#arena = grown;
  }

  #growEntries(): void {
    this.#entryAt = doubled(this.#entryAt, Uint32Array);
    this.#entryBytes = doubled(this.#entryBytes, Uint32Array);
    this.#entryHash = doubled(this.#entryHash, Int32Array);
    this.#entryId = doubled(this.#entryId, Uint32Array);
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 1; entry < this.#entries; entry++) {
      let slot = this.#entryHash[entry]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }
}

function doubled<T extends Uint32Array | Int32Array>(old: T, make: new (length: number) => T): T {
  const grown = new make(old.length * 2);
  grown.set(old);
  return grown;
}

/** FNV-1a over the whole name: names are short, and names of one service often differ in a single character. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
