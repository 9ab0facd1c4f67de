// Real and hand-made OTLP requests from the golden corpus.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./fixtures/', import.meta.url);

/** Named as in the corpus. */
export function fixture(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(new URL(`${name}.bin`, FOLDER)));
}

export const FIXTURES: readonly string[] = readdirSync(FOLDER).map((file) => file.replace('.bin', ''));

/** Those that are refused. */
export const REFUSED_FIXTURES: readonly string[] = ['otlp-short-trace-id'];
