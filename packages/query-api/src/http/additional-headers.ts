import { validateHeaderName, validateHeaderValue } from 'node:http';

/** `Key: Value` lines as pairs; throws an Error that names the line. */
export function parseHeaders(lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      throw new Error(`"${line}" is not a header; write "Key: Value"`, { cause });
    }
    return [name, value];
  });
}
