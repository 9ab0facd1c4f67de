import { goJsonError } from '../go/json-syntax.ts';
import { type Parsed, parsed, refused } from '../go/parsed.ts';

const MALFORMED_TAGS = "malformed 'tags' parameter, cannot unmarshal JSON: ";

/**
 * `tag` (key:value, split at the first colon) and `tags` (a JSON object of strings), both repeatable;
 * of equal keys the later wins, and `tags` comes after `tag`.
 */
export function parseTags(tag: readonly string[], tags: readonly string[]): Parsed<ReadonlyMap<string, string>> {
  const wanted = new Map<string, string>();
  for (const text of tag) {
    const colon = text.indexOf(':');
    if (colon < 0) return refused(`malformed 'tag' parameter, expecting key:value, received: ${text}`);
    wanted.set(text.slice(0, colon), text.slice(colon + 1));
  }
  for (const text of tags) {
    const entries = parseStringObject(text);
    if (!entries.ok) return refused(MALFORMED_TAGS + entries.error);
    for (const [key, value] of entries.value) wanted.set(key, value);
  }
  return parsed(wanted);
}

/** As json.Unmarshal into a map of strings: null is no entry, a null value the empty string. */
function parseStringObject(text: string): Parsed<readonly (readonly [string, string])[]> {
  const syntax = goJsonError(text);
  if (syntax !== null) return refused(syntax);
  const value: unknown = JSON.parse(text);
  if (value === null) return parsed([]);
  if (typeof value !== 'object' || Array.isArray(value)) {
    return refused(`json: cannot unmarshal ${goJsonType(value)} into Go value of type map[string]string`);
  }
  const entries: [string, string][] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== null && typeof entry !== 'string') {
      return refused(`json: cannot unmarshal ${goJsonType(entry)} into Go value of type string`);
    }
    entries.push([key, entry ?? '']);
  }
  return parsed(entries);
}

function goJsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
