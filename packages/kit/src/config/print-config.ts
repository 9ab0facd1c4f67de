import { fieldName } from './config-specs.ts';
import type { Setting } from './load-config.ts';
import { valueText } from './parse-value.ts';

/** A line for each setting: name, value, where it came from. Secrets are masked; `all` includes the defaults. */
export function printedConfig(settings: readonly Setting[], all: boolean): string {
  const rows = settings
    .filter((setting) => all || setting.source !== 'default')
    .map((setting) => [fieldName(setting.field), shownValue(setting), setting.source] as const);
  const table = [['NAME', 'VALUE', 'SOURCE'] as const, ...rows];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map(([name, value, source]) => `${name.padEnd(widths[0]!)}  ${value.padEnd(widths[1]!)}  ${source}\n`)
    .join('');
}

const MASK = '*****';
/** User and password in a URL. */
const USER_INFO = /(\w:\/\/)[^\s/?#]*@/g;

function shownValue({ field, value }: Setting): string {
  const text = valueText(field, value);
  return field.secret === true && text !== '' ? MASK : text.replace(USER_INFO, `$1${MASK}@`);
}
