// The ids of the span being read, as bytes: all zero until they are set.

export class SpanIds {
  /** The trace's 16 bytes, the span's 8, the parent's 8. */
  readonly bytes: Uint8Array = new Uint8Array(32);

  clear(): void {
    this.bytes.fill(0);
  }

  get hasTraceId(): boolean {
    return !this.#isZero(0, 16);
  }

  get hasSpanId(): boolean {
    return !this.#isZero(16, 24);
  }

  get hasParentId(): boolean {
    return !this.#isZero(24, 32);
  }

  /** A span that names itself as its parent. */
  get isOwnParent(): boolean {
    const { bytes } = this;
    for (let i = 16; i < 24; i++) if (bytes[i] !== bytes[i + 8]) return false;
    return true;
  }

  /** `source` has 8 bytes (the high half is zero) or 16. */
  setTraceId(source: Uint8Array, start: number, end: number): void {
    this.#set(source, start, end, 0, 16);
  }

  setSpanId(source: Uint8Array, start: number, end: number): void {
    this.#set(source, start, end, 16, 24);
  }

  setParentId(source: Uint8Array, start: number, end: number): void {
    this.#set(source, start, end, 24, 32);
  }

  #set(source: Uint8Array, start: number, end: number, at: number, until: number): void {
    const { bytes } = this;
    const shift = until - end;
    for (let i = at; i < start + shift; i++) bytes[i] = 0;
    for (let i = start; i < end; i++) bytes[i + shift] = source[i]!;
  }

  #isZero(start: number, end: number): boolean {
    let bits = 0;
    for (let i = start; i < end; i++) bits |= this.bytes[i]!;
    return bits === 0;
  }
}
