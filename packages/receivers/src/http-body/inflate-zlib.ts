// gzip, zlib and zstd by node:zlib, in one call each. Its synchronous calls stop as soon as the
// output passes `maxOutputLength`, so that a bomb costs no more than an honest body of the largest size.
import { constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { ownedBytes, TracingError } from '@spoor/core';

/** A gzip stream shorter than its header and trailer says nothing about its size. */
const GZIP_FRAME_BYTES = 18;
/** Deflate cannot do better. */
const DEFLATE_MAX_RATIO = 1032;
const MIN_CHUNK_BYTES = 1024;
/** Usual for spans; a wrong guess costs one more copy. */
const GUESSED_RATIO = 8;
/** 32 MiB: the largest window a body within the limits can need. The default would allocate up to 128 MiB. */
const ZSTD_PARAMS = { [constants.ZSTD_d_windowLogMax]: 25 };
/** Compressors write one, parallel ones one for each MiB or so; each costs a decompressor. */
const ZSTD_MAX_FRAMES = 256;
/** What a frame after the first is expected to need: nobody knows how many there are. */
const LATER_FRAME_BYTES = 64 * 1024;

export function inflateGzip(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  return bounded('gzip', () => {
    const inflated = gunzipSync(bytes, sizes(gzipSize(bytes) ?? guessedSize(bytes), maxBytes));
    return ownedBytes(inflated);
  });
}

export function inflateZlib(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  return bounded('deflate', () => {
    const { buffer, engine } = withInfo(inflateSync(bytes, { ...sizes(guessedSize(bytes), maxBytes), info: true }));
    if (engine.bytesWritten < bytes.length) throw new Error('bytes after the end');
    return ownedBytes(buffer);
  });
}

/** A zstd body is one frame or several, one after the other; node inflates one a call. */
export function inflateZstd(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  return bounded('zstd', () => {
    const frames: Buffer[] = [];
    let room = maxBytes;
    for (let at = 0; at < bytes.length || at === 0; ) {
      if (frames.length === ZSTD_MAX_FRAMES) throw new Error(`more than ${ZSTD_MAX_FRAMES} frames`);
      const rest = bytes.subarray(at);
      const expectedBytes = at === 0 ? guessedSize(rest) : Math.min(guessedSize(rest), LATER_FRAME_BYTES);
      const options = { ...sizes(expectedBytes, room), params: ZSTD_PARAMS, info: true };
      const { buffer, engine } = withInfo(zstdDecompressSync(rest, options));
      if (engine.bytesWritten === 0) throw new Error('unexpected end of file');
      at += engine.bytesWritten;
      room -= buffer.length;
      if (room < 0) return null;
      frames.push(buffer);
    }
    return ownedBytes(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
  });
}

interface Sizes {
  /** Of the buffers that zlib fills one after the other. */
  readonly chunkSize: number;
  readonly maxOutputLength: number;
}

function sizes(expectedBytes: number, maxBytes: number): Sizes {
  const chunkSize = Math.max(MIN_CHUNK_BYTES, Math.min(expectedBytes, maxBytes + 1));
  // Zlib takes no limit of 0: a frame without content may come after the last byte that was allowed.
  return { chunkSize, maxOutputLength: Math.max(1, maxBytes) };
}

/** What node answers with `info`, of which its types know nothing. */
interface Inflated {
  readonly buffer: Buffer;
  /** `bytesWritten`: compressed bytes it has read. */
  readonly engine: { readonly bytesWritten: number };
}

function withInfo(answer: object): Inflated {
  if ('buffer' in answer && 'engine' in answer) return answer as Inflated;
  throw new TypeError('zlib did not say how much it read');
}

/** `inflate` within its limits: null when it went beyond them. */
function bounded(format: string, inflate: () => Uint8Array | null): Uint8Array | null {
  try {
    return inflate();
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
