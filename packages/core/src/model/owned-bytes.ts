/** Memory that a batch may keep beside its own bytes before a copy is cheaper, and slack for small ones. */
const PINNED_RATIO = 1.25;
const PINNED_SLACK_BYTES = 64;

/**
 * The bytes of `view` for a batch to own: `view`'s own memory when it holds little else, a copy when keeping
 * it would pin a larger buffer (node pools buffers below 4 KiB, for one).
 */
export function ownedBytes(view: Uint8Array): Uint8Array {
  if (view.buffer.byteLength > PINNED_RATIO * view.length + PINNED_SLACK_BYTES) return new Uint8Array(view);
  return new Uint8Array(view.buffer, view.byteOffset, view.length);
}
