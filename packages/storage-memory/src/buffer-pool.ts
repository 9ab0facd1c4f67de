// Every large buffer of the store comes from here and goes back here, so that what the store holds is
// counted in one place and never passes the bound. Buffers that come back are kept for the next taker of
// the same size: under sustained ingest the process neither allocates nor waits for the collector.

/** Share of the bound that may lie idle for reuse. */
const IDLE_SHARE = 1 / 16;

export class BufferPool {
  readonly maxBytes: number;
  readonly #idle = new Map<number, ArrayBuffer[]>();
  #idleBytes = 0;
  #usedBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Bytes handed out and not yet returned, counted objects included. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** What the process holds: in use and idle. */
  get heldBytes(): number {
    return this.#usedBytes + this.#idleBytes;
  }

  fits(bytes: number): boolean {
    return this.#usedBytes + bytes <= this.maxBytes;
  }

  /** A buffer of exactly `bytes`; its content is whatever the last owner left. The caller asked `fits` before. */
  take(bytes: number): ArrayBuffer {
    this.#usedBytes += bytes;
    const kept = this.#idle.get(bytes)?.pop();
    if (kept !== undefined) {
      this.#idleBytes -= bytes;
      return kept;
    }
    if (this.heldBytes > this.maxBytes) this.#dropIdle();
    return new ArrayBuffer(bytes);
  }

  /** The caller must not touch the buffer afterwards. */
  give(buffer: ArrayBuffer): void {
    const bytes = buffer.byteLength;
    const isTight = this.heldBytes > this.maxBytes || this.#idleBytes + bytes > this.maxBytes * IDLE_SHARE;
    this.#usedBytes -= bytes;
    if (isTight) return;
    const kept = this.#idle.get(bytes);
    if (kept === undefined) this.#idle.set(bytes, [buffer]);
    else kept.push(buffer);
    this.#idleBytes += bytes;
  }

  /** Counts memory that is no buffer of the pool (tables, names); negative when it is gone. */
  count(bytes: number): void {
    this.#usedBytes += bytes;
    if (this.heldBytes > this.maxBytes) this.#dropIdle();
  }

  #dropIdle(): void {
    this.#idle.clear();
    this.#idleBytes = 0;
  }
}
