// What encoding/json says about a text that is not JSON: one walk with an explicit stack, so that depth
// costs memory and not stack frames. The texts name the first bad character and where it stands.
import { goQuote } from './quote.ts';

/** As encoding/json: deeper nesting is an error of its own. */
const MAX_DEPTH = 10_000;
const END = 'unexpected end of JSON input';
const SPACE = /[ \t\r\n]*/y;
const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

type Place = 'value' | 'first-element' | 'first-key' | 'key' | 'colon' | 'after-value';

/** Null for valid JSON, otherwise the message of Go's SyntaxError. */
export function goJsonError(text: string): string | null {
  return new JsonWalk(text).run();
}

class JsonWalk {
  readonly #text: string;
  #at = 0;
  readonly #open: ('{' | '[')[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  run(): string | null {
    let place: Place = 'value';
    for (;;) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) {
        return place === 'after-value' && this.#open.length === 0 ? null : END;
      }
      const next = this.#step(place);
      if (typeof next === 'object') return next.error;
      place = next;
    }
  }

  #step(place: Place): Place | { error: string } {
    const char = this.#text[this.#at]!;
    switch (place) {
      case 'value':
        return this.#value(char);
      case 'first-element':
        return char === ']' ? this.#close() : this.#value(char);
      case 'first-key':
        return char === '}' ? this.#close() : this.#key(char);
      case 'key':
        return this.#key(char);
      case 'colon':
        return char === ':' ? this.#advance('value') : this.#bad('after object key');
      default:
        return this.#afterValue(char);
    }
  }

  #value(char: string): Place | { error: string } {
    if (char === '{' || char === '[') {
      if (this.#open.length >= MAX_DEPTH) return { error: 'exceeded max depth' };
      this.#open.push(char);
      return this.#advance(char === '{' ? 'first-key' : 'first-element');
    }
    const error = this.#scalar(char);
    return error === null ? 'after-value' : { error };
  }

  #key(char: string): Place | { error: string } {
    if (char !== '"') return this.#bad('looking for beginning of object key string');
    const error = this.#string();
    return error === null ? 'colon' : { error };
  }

  #afterValue(char: string): Place | { error: string } {
    const inside = this.#open.at(-1);
    if (inside === undefined) return this.#bad('after top-level value');
    if (char === ',') return this.#advance(inside === '{' ? 'key' : 'value');
    if (char === (inside === '{' ? '}' : ']')) return this.#close();
    return this.#bad(inside === '{' ? 'after object key:value pair' : 'after array element');
  }

  #scalar(char: string): string | null {
    if (char === '"') return this.#string();
    const literal = LITERALS[char];
    if (literal !== undefined) return this.#literal(literal);
    if (char === '-' || (char >= '0' && char <= '9')) return this.#number();
    return this.#bad('looking for beginning of value').error;
  }

  #literal(literal: string): string | null {
    for (let i = 1; i < literal.length; i++) {
      this.#at++;
      if (this.#text[this.#at] !== literal[i]) {
        return this.#badOrEnd(`in literal ${literal} (expecting ${quotedChar(literal[i]!)})`);
      }
    }
    this.#at++;
    return null;
  }

  #string(): string | null {
    const text = this.#text;
    for (this.#at++; this.#at < text.length; this.#at++) {
      const char = text[this.#at]!;
      if (char === '"') {
        this.#at++;
        return null;
      }
      if (char < ' ') return this.#bad('in string literal').error;
      if (char !== '\\') continue;
      this.#at++;
      const error = this.#escape();
      if (error !== null) return error;
    }
    return END;
  }

  #escape(): string | null {
    const char = this.#text[this.#at];
    if (char === undefined) return END;
    if (char !== 'u') return '"\\/bfnrt'.includes(char) ? null : this.#bad('in string escape code').error;
    for (let i = 0; i < 4; i++) {
      this.#at++;
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) {
        return this.#badOrEnd('in \\u hexadecimal character escape');
      }
    }
    return null;
  }

  #number(): string | null {
    if (this.#text[this.#at] === '-') {
      this.#at++;
      if (!this.#digitHere()) return this.#badOrEnd('in numeric literal');
    }
    if (this.#text[this.#at] === '0') this.#at++;
    else this.#skipDigits();
    if (this.#text[this.#at] === '.') {
      this.#at++;
      if (!this.#digitHere()) return this.#badOrEnd('after decimal point in numeric literal');
      this.#skipDigits();
    }
    const exponent = this.#text[this.#at];
    if (exponent !== 'e' && exponent !== 'E') return null;
    this.#at++;
    if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++;
    if (!this.#digitHere()) return this.#badOrEnd('in exponent of numeric literal');
    this.#skipDigits();
    return null;
  }

  #digitHere(): boolean {
    const char = this.#text[this.#at] ?? '';
    return char >= '0' && char <= '9';
  }

  #skipDigits(): void {
    while (this.#digitHere()) this.#at++;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #advance(next: Place): Place {
    this.#at++;
    return next;
  }

  #close(): Place {
    this.#open.pop();
    return this.#advance('after-value');
  }

  #badOrEnd(where: string): string {
    return this.#at >= this.#text.length ? END : this.#bad(where).error;
  }

  #bad(where: string): { error: string } {
    return { error: `invalid character ${quotedChar(firstByte(this.#text, this.#at))} ${where}` };
  }
}

/** Go looks at bytes: of a character beyond ASCII it names the first byte, as if that were Latin-1. */
function firstByte(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  if (code < 0x80) return String.fromCharCode(code);
  const lead = new TextEncoder().encode(String.fromCodePoint(code))[0] ?? 0;
  return String.fromCharCode(lead);
}

function quotedChar(char: string): string {
  if (char === "'") return `'\\''`;
  if (char === '"') return `'"'`;
  return `'${goQuote(char).slice(1, -1)}'`;
}
