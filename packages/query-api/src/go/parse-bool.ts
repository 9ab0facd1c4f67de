import { type Parsed, parsed, strconvRefused } from './parsed.ts';

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** strconv.ParseBool. */
export function goParseBool(text: string): Parsed<boolean> {
  if (TRUE.has(text)) return parsed(true);
  if (FALSE.has(text)) return parsed(false);
  return strconvRefused('ParseBool', text, 'invalid syntax');
}
