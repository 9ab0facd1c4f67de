// gzip, zlib and zstd by node:zlib, in one call each. Its synchronous calls stop as soon as the
// output passes `maxOutputLength`, so that a bomb costs no more than an honest body of the largest size.
import { constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { TracingError } from '@spoor/core';
import { ownedBytes } from '../intake/owned-bytes.ts';

/** A gzip stream shorter than its header and trailer says nothing about its size. */
const GZIP_FRAME_BYTES = 18;
/** Deflate cannot do better. */
const DEFLATE_MAX_RATIO = 1032;
const MIN_CHUNK_BYTES = 1024;
/** Usual for spans; a wrong guess costs one more copy. */
const GUESSED_RATIO = 8;
/** 32 MiB: the largest window a body within the limits can need. The default would allocate up to 128 MiB. */
const ZSTD_MAX_WINDOW_LOG = 25;

export function inflateGzip(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  return bounded('gzip', maxBytes, gzipSize(bytes) ?? guessedSize(bytes), (sizes) => gunzipSync(bytes, sizes));
}

export function inflateZlib(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  return bounded('deflate', maxBytes, guessedSize(bytes), (sizes) => inflateSync(bytes, sizes));
}

export function inflateZstd(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_MAX_WINDOW_LOG };
  return bounded('zstd', maxBytes, guessedSize(bytes), (sizes) => zstdDecompressSync(bytes, { ...sizes, params }));
}

interface Sizes {
  /** Of the buffers that zlib fills one after the other. */
  readonly chunkSize: number;
  readonly maxOutputLength: number;
}

function bounded(
  format: string,
  maxBytes: number,
  expectedBytes: number,
  inflate: (sizes: Sizes) => Buffer,
): Uint8Array | null {
  if (maxBytes < 1) return null;
  const chunkSize = Math.max(MIN_CHUNK_BYTES, Math.min(expectedBytes, maxBytes + 1));
  try {
    return ownedBytes(inflate({ chunkSize, maxOutputLength: maxBytes }));
  } catch (thrown) {
    if (thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') return null;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TracingError('PAYLOAD_MALFORMED', `the ${format} body cannot be inflated: ${reason}`, { cause: thrown });
  }
}

/** What the trailer says, plus a byte so that zlib sees the end without a second buffer; null when absurd. */
function gzipSize(bytes: Uint8Array): number | null {
  const { length } = bytes;
  if (length < GZIP_FRAME_BYTES) return null;
  const size =
    (bytes[length - 4]! | (bytes[length - 3]! << 8) | (bytes[length - 2]! << 16) | (bytes[length - 1]! << 24)) >>> 0;
  return size > length * DEFLATE_MAX_RATIO ? null : size + 1;
}

function guessedSize(bytes: Uint8Array): number {
  return bytes.length * GUESSED_RATIO;
}
