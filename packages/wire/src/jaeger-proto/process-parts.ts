// Where a process is in a request. Protobuf lets a message field come twice: then its parts count as one message.

export class ProcessParts {
  /** Start and end of each part. */
  readonly #ranges: number[] = [];
  #bytes = 0;

  /** No process at all, which is not the same as an empty one. */
  get isAbsent(): boolean {
    return this.#ranges.length === 0;
  }

  get count(): number {
    return this.#ranges.length >>> 1;
  }

  /** Of all parts together. */
  get bytes(): number {
    return this.#bytes;
  }

  start(part: number): number {
    return this.#ranges[2 * part]!;
  }

  end(part: number): number {
    return this.#ranges[2 * part + 1]!;
  }

  add(at: number, end: number): void {
    this.#ranges.push(at, end);
    this.#bytes += end - at;
  }

  clear(): void {
    this.#ranges.length = 0;
    this.#bytes = 0;
  }

  /** The same bytes, part by part; both of `bytes`. */
  isSame(other: ProcessParts, bytes: Uint8Array): boolean {
    if (this.#ranges.length !== other.#ranges.length) return false;
    for (let part = 0; part < this.count; part++) {
      if (!isSameRange(bytes, this.start(part), this.end(part), other.start(part), other.end(part))) return false;
    }
    return true;
  }
}

function isSameRange(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false;
  if (a === b) return true;
  for (let i = a, j = b; i < aEnd; i++, j++) {
    if (bytes[i] !== bytes[j]) return false;
  }
  return true;
}
