// Text as a JSON string the way Go's encoder prints it: JSON's own escapes plus <, >, &, U+2028 and U+2029.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const UNSAFE = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const GO_ESCAPED = /[<>&\u2028\u2029]/g;

export function jsonString(text: string): string {
  if (!UNSAFE.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(GO_ESCAPED, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
