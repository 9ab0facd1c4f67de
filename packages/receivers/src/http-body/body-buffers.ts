// Memory for bodies whose decoder copies what it keeps, used again and again: large buffers that live for one
// request each make the garbage collector run for them alone.

/** What is kept at most: so many buffers, none larger. */
const KEPT_BUFFERS = 8;
const KEPT_BYTES = 1024 * 1024;

/** Shared by the requests of one receiver. */
export class BodyBuffers {
  readonly #free: Uint8Array[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** At least `bytes` long, with anything in it. Who does not `give` it back leaves it to the garbage collector. */
  take(bytes: number): Uint8Array {
    const at = this.#free.findIndex(({ length }) => length >= bytes);
    const found = at < 0 ? undefined : this.#free.splice(at, 1)[0];
    const buffer = found ?? Buffer.allocUnsafeSlow(bytes);
    this.#lent.add(buffer.buffer);
    return buffer;
  }

  /** `view`: the whole or a part of a buffer that nobody reads any more. Memory that was not taken here is left alone. */
  give(view: Uint8Array): void {
    if (!this.#lent.delete(view.buffer)) return;
    if (view.buffer.byteLength > KEPT_BYTES) return;
    if (this.#free.length === KEPT_BUFFERS) this.#free.shift();
    this.#free.push(new Uint8Array(view.buffer));
  }
}
