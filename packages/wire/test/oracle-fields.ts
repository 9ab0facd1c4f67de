// Fields of what protobufjs decoded. It keeps absent fields on the prototype: only own ones were on the wire.
import type { Message } from './oracle.ts';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function own(m: Message, field: string): unknown {
  return Object.hasOwn(m, field) ? m[field] : undefined;
}

export function messageOf(m: Message, field: string): Message {
  return (own(m, field) ?? {}) as Message;
}

export function listOf(m: Message, field: string): readonly Message[] {
  return (own(m, field) ?? []) as readonly Message[];
}

export function bytesOf(m: Message, field: string): Uint8Array {
  return Uint8Array.from((own(m, field) ?? []) as Iterable<number>);
}

export function numberOf(m: Message, field: string): number {
  return (own(m, field) ?? 0) as number;
}

/** A 64-bit field (a Long, which BigInt takes as its decimal text) of either sign as its two's complement. */
export function signedOf(m: Message, field: string): bigint {
  return BigInt.asIntN(64, BigInt((own(m, field) ?? '0') as string));
}

export function hexOf(raw: Uint8Array): string {
  return Buffer.from(raw).toString('hex');
}

/** Null when it is not UTF-8. */
export function strictText(raw: Uint8Array): string | null {
  try {
    return STRICT_UTF8.decode(raw);
  } catch {
    return null;
  }
}

/** Code point by code point; `substitute` for each byte that begins none. */
export function lossyText(raw: Uint8Array, substitute = '\ufffd'): string {
  const whole = strictText(raw);
  if (whole !== null) return whole;
  let text = '';
  for (let at = 0; at < raw.length; ) {
    const length = [1, 2, 3, 4].find((n) => at + n <= raw.length && strictText(raw.subarray(at, at + n)) !== null);
    text += length === undefined ? substitute : (strictText(raw.subarray(at, at + length)) ?? '');
    at += length ?? 1;
  }
  return text;
}
