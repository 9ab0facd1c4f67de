// Where in a JSON document a byte is, for error texts. Walks the document again from its start, so that
// decoding itself need not keep track.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** E.g. `resourceSpans[0].scopeSpans[2].spans[7].name`; '' at the top. What precedes `offset` is valid JSON. */
export function fieldPath(bytes: Uint8Array, offset: number): string {
  const path: (string | number)[] = [];
  let name = '';
  for (let pos = 0; pos < offset; pos++) {
    switch (String.fromCharCode(bytes[pos]!)) {
      case '"': {
        const end = stringEnd(bytes, pos + 1, offset);
        name = new TextDecoder().decode(bytes.subarray(pos + 1, end));
        pos = end;
        break;
      }
      case ':':
        path[path.length - 1] = name;
        break;
      case '{':
        path.push('');
        break;
      case '[':
        path.push(0);
        break;
      case ',': {
        const last = path[path.length - 1];
        path[path.length - 1] = typeof last === 'number' ? last + 1 : '';
        break;
      }
      case '}':
      case ']':
        path.pop();
        break;
    }
  }
  return textOf(path);
}

/** Offset of the closing quote, or of the end. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let pos = start;
  while (pos < end && bytes[pos] !== QUOTE) pos += bytes[pos] === BACKSLASH ? 2 : 1;
  return Math.min(pos, end);
}

function textOf(path: readonly (string | number)[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (part !== '') text += text === '' ? part : `.${part}`;
  }
  return text;
}
