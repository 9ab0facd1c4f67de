/** Java properties: `key=value`, `key: value`, `#` and `!` comments, a trailing backslash continues the line. */
export function parseProperties(text: string): Record<string, string> {
  const entries: [string, string][] = [];
  for (const line of text.replaceAll(/\\\r?\n[ \t]*/g, '').split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('!')) continue;
    const match = /^([^=:\s]+)\s*[=:\s]\s*(.*)$/.exec(trimmed);
    if (match === null) throw new SyntaxError(`"${trimmed}" has no value`);
    entries.push([match[1]!, match[2]!]);
  }
  return Object.fromEntries(entries);
}
