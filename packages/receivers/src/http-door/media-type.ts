// The type a Content-Type header names, read as strictly as Go reads it: parameters that are no parameters
// spoil the whole header.

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = new RegExp(`\\s*;\\s*(${TOKEN})\\s*=\\s*(${TOKEN}|${QUOTED})`, 'gy');
/** What may follow the parameters. */
const REST = /^\s*;?\s*$/;

/** Lower-case and without parameters; '' when the header is malformed. */
export function mediaType(header: string): string {
  const end = header.indexOf(';');
  if (end < 0) return header.trim().toLowerCase();
  return areParameters(header.slice(end)) ? header.slice(0, end).trim().toLowerCase() : '';
}

function areParameters(text: string): boolean {
  const values = new Map<string, string>();
  let at = 0;
  for (const [whole, name, value] of text.matchAll(PARAMETER)) {
    const key = name!.toLowerCase();
    if ((values.get(key) ?? value) !== value) return false;
    values.set(key, value!);
    at += whole.length;
  }
  return REST.test(text.slice(at));
}
