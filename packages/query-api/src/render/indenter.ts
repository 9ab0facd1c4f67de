// prettyPrint: compact JSON in pieces to the same JSON with four spaces a level, as Go's MarshalIndent
// prints it (an empty list or object stays on one line).

const INDENT = '    ';

export class Indenter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** A bracket was opened and nothing has followed yet. */
  #opened = false;

  /** Valid JSON may be cut anywhere between calls. */
  add(piece: string): string {
    let text = '';
    let copied = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#inString) {
        this.#stringChar(code);
        continue;
      }
      const before = this.#before(code);
      const after = this.#after(code);
      if (before === '' && after === '') continue;
      text += piece.slice(copied, at) + before + piece[at]! + after;
      copied = at + 1;
    }
    return text + piece.slice(copied);
  }

  #stringChar(code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === 92) this.#escaped = true;
    else if (code === 34) this.#inString = false;
  }

  /** White space due in front of the character. */
  #before(code: number): string {
    const closing = code === 93 || code === 125;
    if (closing) this.#depth--;
    const due = this.#opened !== closing;
    this.#opened = false;
    return due ? this.#newLine() : '';
  }

  #after(code: number): string {
    if (code === 34) this.#inString = true;
    if (code === 58) return ' ';
    if (code === 44) return this.#newLine();
    if (code === 91 || code === 123) {
      this.#depth++;
      this.#opened = true;
    }
    return '';
  }

  #newLine(): string {
    return `\n${INDENT.repeat(this.#depth)}`;
  }
}
