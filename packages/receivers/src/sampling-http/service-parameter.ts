// The query parameter `service`, read as Go reads a query and without an object for it: pairs that are malformed, by a
// bad percent-encoding or a semicolon, are as good as absent.

const PARAMETER = 'service';
const PREFIX = `${PARAMETER}=`;
const HEX_DIGITS = /^[0-9a-f]{2}$/i;

/** Of a request target; null unless it is there exactly once. */
export function serviceParameter(target: string): string | null {
  const query = target.indexOf('?') + 1;
  if (query === 0) return null;
  const isAlone = target.startsWith(PREFIX, query) && isPlain(target, query + PREFIX.length);
  return isAlone ? target.slice(query + PREFIX.length) : parsed(target.slice(query));
}

/** Nothing from `start` on has a meaning in a query. */
function isPlain(target: string, start: number): boolean {
  for (let i = start; i < target.length; i++) {
    const code = target.charCodeAt(i);
    if (code === 0x25 || code === 0x26 || code === 0x2b || code === 0x3b) return false;
  }
  return true;
}

function parsed(query: string): string | null {
  let service: string | null = null;
  for (const pair of query.split('&')) {
    if (pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const name = unescaped(equals < 0 ? pair : pair.slice(0, equals));
    if (name !== PARAMETER) continue;
    const value = unescaped(equals < 0 ? '' : pair.slice(equals + 1));
    if (value === null) continue;
    if (service !== null) return null;
    service = value;
  }
  return service;
}

/** Null when a percent sign is not followed by two hex digits. `text` is ASCII: node refuses any other target. */
function unescaped(text: string): string | null {
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'latin1');
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x25) {
      bytes[length++] = bytes[i]!;
      continue;
    }
    const digits = bytes.toString('latin1', i + 1, i + 3);
    if (!HEX_DIGITS.test(digits)) return null;
    bytes[length++] = Number.parseInt(digits, 16);
    i += 2;
  }
  return bytes.toString('utf8', 0, length);
}
