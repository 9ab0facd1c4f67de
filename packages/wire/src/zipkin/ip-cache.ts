// Addresses repeat from span to span: what was made of a text or of bytes is remembered.
import { TextReader } from '../protobuf/text-reader.ts';
import { canonicalIp, ipv4Text, ipv6Text } from './ip-text.ts';

const TEXT_SLOTS = 256;
const MAX_KNOWN = 256;
/** Of the longest text of an address. */
const MAX_TEXT_BYTES = 64;

/** Bound to one payload. */
export class IpCache {
  readonly #texts = new TextReader(TEXT_SLOTS);
  readonly #known = new Map<string, string>();
  #word = 0;
  #wordText = '0.0.0.0';

  /** The text at [start, end) as Go prints the address; '' for an empty one, null when it is none. */
  canonical(bytes: Uint8Array, start: number, end: number): string | null {
    if (end === start) return '';
    if (end - start > MAX_TEXT_BYTES) return null;
    const text = this.#texts.lossy(bytes, start, end);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const ip = canonicalIp(text);
    if (ip === null) return null;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(text, ip);
    return ip;
  }

  /** `word`: the four bytes, the first one the most significant. */
  ipv4(word: number): string {
    if (word !== this.#word) {
      this.#word = word;
      this.#wordText = ipv4Text(word);
    }
    return this.#wordText;
  }

  /** 4 or 16 bytes; '' for none, null for any other number. */
  ofBytes(bytes: Uint8Array, start: number, end: number): string | null {
    if (end === start) return '';
    if (end - start === 16) return ipv6Text(bytes, start);
    if (end - start !== 4) return null;
    const word = (bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!;
    return this.ipv4(word);
  }
}
