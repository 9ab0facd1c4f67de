// Text as a JSON string the way Go's encoder prints it: JSON's own escapes plus <, >, &, U+2028 and U+2029.

/** No quote, backslash, &, <, >, control character, line separator or surrogate: most texts. */
const PLAIN = /^[ !#-%'-;=?-[\]-\u2027\u202a-\ud7ff\ue000-\uffff]*$/;
const GO_ESCAPED = /[<>&\u2028\u2029]/g;

export function jsonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(GO_ESCAPED, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
