// url.ParseQuery as net/http uses it: what cannot be unescaped, or holds a `;`, is left out without a
// word; the rest counts. Values may repeat; the first one is the value.
import { type Parsed, parsed, refused } from './parsed.ts';
import { goQuote } from './quote.ts';

/** More pairs than this make the whole query string refused; a UI multi-get has at most 1,500. */
const MAX_PAIRS = 10_000;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

export class QueryString {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  private constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** `raw` is what follows the `?`. */
  static parse(raw: string): Parsed<QueryString> {
    const values = new Map<string, string[]>();
    if (raw === '') return parsed(new QueryString(values));
    const pairs = raw.split('&', MAX_PAIRS + 1);
    if (pairs.length > MAX_PAIRS) return refused(`more than ${MAX_PAIRS} parameters in the query string`);
    for (const pair of pairs) {
      if (pair === '' || pair.includes(';')) continue;
      const cut = pair.indexOf('=');
      const key = goQueryUnescape(cut < 0 ? pair : pair.slice(0, cut));
      const value = goQueryUnescape(cut < 0 ? '' : pair.slice(cut + 1));
      if (!key.ok || !value.ok) continue;
      const known = values.get(key.value);
      if (known === undefined) values.set(key.value, [value.value]);
      else known.push(value.value);
    }
    return parsed(new QueryString(values));
  }

  /** The first value; '' when absent. */
  first(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** url.QueryUnescape: `+` is a space; invalid UTF-8 becomes U+FFFD. */
export function goQueryUnescape(text: string): Parsed<string> {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return parsed(spaced);
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(spaced);
  if (bad !== null) return refused(`invalid URL escape ${goQuote(bad[0])}`);
  try {
    return parsed(decodeURIComponent(spaced));
  } catch {
    const bytes: number[] = [];
    for (const part of spaced.split(/(%[0-9a-fA-F]{2})/)) {
      if (part.startsWith('%')) bytes.push(Number.parseInt(part.slice(1), 16));
      else bytes.push(...new TextEncoder().encode(part));
    }
    return parsed(DECODER.decode(Uint8Array.from(bytes)));
  }
}
