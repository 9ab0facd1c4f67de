// Content-Encoding of a request body. Inflating runs in one go, so the room it may take is known when it
// starts: the limit on inflated bodies or what the byte budget has left, whichever is less.
import { TracingError } from '@spoor/core';
import type { Reservation } from '../intake/reservation.ts';
import { inflateLz4 } from './inflate-lz4.ts';
import { inflateSnappy } from './inflate-snappy.ts';
import { inflateGzip, inflateZlib, inflateZstd } from './inflate-zlib.ts';
import { tooLarge } from './read-body.ts';

/**
 * The inflated bytes, or null when they would be more than `maxBytes`: memory and time never go beyond that.
 * @throws TracingError PAYLOAD_MALFORMED
 */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array | null;

/** Says in words that nothing is encoded; Jaeger's 14268 takes it, as it takes any encoding for none. */
const IDENTITY = 'identity';

/** By the exact names that Jaeger knows. `deflate` is zlib's format, as RFC 9110 has it, never raw deflate. */
const INFLATERS: ReadonlyMap<string, Inflate> = new Map([
  ['gzip', inflateGzip],
  ['zlib', inflateZlib],
  ['deflate', inflateZlib],
  ['zstd', inflateZstd],
  ['snappy', inflateSnappy],
  ['x-snappy-framed', inflateSnappy],
  ['lz4', inflateLz4],
]);

/**
 * How to inflate what this Content-Encoding header announces; null = the body is as it is.
 * @throws TracingError INVALID_ARGUMENT with Jaeger's text for an encoding nobody knows
 */
export function inflaterFor(header: string | undefined): Inflate | null {
  if (header === undefined || header === '' || header === IDENTITY) return null;
  const inflate = INFLATERS.get(header);
  if (inflate === undefined) throw new TracingError('INVALID_ARGUMENT', `unsupported Content-Encoding: ${header}`);
  return inflate;
}

/** Inflates; `reservation` then holds the inflated bytes instead of the compressed ones. */
export function inflateBody(
  inflate: Inflate,
  compressed: Uint8Array,
  maxBytes: number,
  reservation: Reservation,
): Uint8Array {
  const room = Math.min(maxBytes, reservation.room);
  const inflated = inflate(compressed, room);
  if (inflated === null) {
    if (room < maxBytes) throw reservation.refusal(room + 1);
    throw tooLarge(`more than ${maxBytes} bytes once inflated`, maxBytes);
  }
  reservation.grow(inflated.length);
  reservation.shrink(compressed.length);
  return inflated;
}
