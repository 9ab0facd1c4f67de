/**
 * The items of a comma list, trimmed, empty ones left out. An item with a comma or an outer blank stands in
 * double quotes, as in CSV: `a,"b,c"`, a quote inside is doubled.
 */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let item = '';
  let quoted = false;
  let wasQuoted = false;
  const end = (): void => {
    const kept = wasQuoted ? item : item.trim();
    if (kept !== '') items.push(kept);
    item = '';
    wasQuoted = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted && char === '"' && text[at + 1] === '"') {
      item += '"';
      at++;
    } else if (quoted && char === '"') quoted = false;
    else if (!quoted && char === '"' && item.trim() === '') {
      quoted = true;
      wasQuoted = true;
      item = '';
    } else if (!quoted && char === ',') end();
    else if (!(wasQuoted && !quoted && char.trim() === '')) item += char;
  }
  end();
  return items;
}
