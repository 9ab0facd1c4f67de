import { TracingError } from '@spoor/core';

/** A cursor over a pattern, by code point, that knows how to complain. */
export class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get done(): boolean {
    return this.#at >= this.#pattern.length;
  }

  sees(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  /** Steps over `text` if it is next. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Steps over a match of a sticky expression; null when it does not match here. */
  takeMatch(sticky: RegExp): string | null {
    sticky.lastIndex = this.#at;
    const text = sticky.exec(this.#pattern)?.[0] ?? null;
    if (text !== null) this.#at += text.length;
    return text;
  }

  /** The next character; @throws TracingError at the end */
  next(): string {
    const char = this.#pattern.codePointAt(this.#at);
    if (char === undefined) throw this.malformed('unexpected end');
    const text = String.fromCodePoint(char);
    this.#at += text.length;
    return text;
  }

  malformed(why: string): TracingError {
    return new TracingError('INVALID_ARGUMENT', `filter: pattern '${this.#pattern}': ${why} at ${this.#at}`);
  }

  unsupported(what: string): TracingError {
    return new TracingError('QUERY_UNSUPPORTED', `filter: pattern '${this.#pattern}': ${what} are not supported`);
  }
}
