// --config-file: JSON, YAML, TOML or Java properties by extension, flattened to flag names. Keys may be nested
// (`collector: {otlp: {…}}`) or dotted, upper or lower case.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { TracingError } from '@spoor/core';
import { parseProperties } from './properties.ts';

/** Texts by lower-case dotted key; a list has several. */
export type FileTexts = ReadonlyMap<string, readonly string[]>;

/** Enough for any configuration, too small to hurt. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 16;

/** Throws CONFIG_INVALID that names the path and what is wrong with it. */
export async function readConfigFile(path: string): Promise<FileTexts> {
  const text = readText(path);
  const parse = await parserFor(path);
  let root: unknown;
  try {
    root = parse(text);
  } catch (cause) {
    throw invalid(path, `cannot be read as ${extname(path).slice(1)}: ${firstLine(cause)}`, cause);
  }
  const texts = new Map<string, readonly string[]>();
  if (root === null || root === undefined) return texts;
  if (typeof root !== 'object' || Array.isArray(root)) throw invalid(path, 'must hold keys and values at its top');
  flatten('', root, texts, path, 0);
  return texts;
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= MAX_BYTES) return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw invalid(path, `cannot be read: ${firstLine(cause)}`, cause);
  }
  throw invalid(path, `is larger than ${MAX_BYTES} bytes`);
}

/** YAML and TOML are loaded only when asked for: most processes start without a file. */
async function parserFor(path: string): Promise<(text: string) => unknown> {
  switch (extname(path).toLowerCase()) {
    case '.json':
      return JSON.parse;
    case '.yaml':
    case '.yml': {
      const { parse } = await import('yaml');
      return (text) => parse(text, { maxAliasCount: 100, logLevel: 'error' });
    }
    case '.toml': {
      const { parse } = await import('smol-toml');
      return parse;
    }
    case '.properties':
    case '.props':
    case '.prop':
      return parseProperties;
    default:
      throw invalid(path, 'has no known format; name it .json, .yaml, .yml, .toml or .properties');
  }
}

function flatten(
  prefix: string,
  node: object,
  into: Map<string, readonly string[]>,
  path: string,
  depth: number,
): void {
  if (depth > MAX_DEPTH) throw invalid(path, `is nested deeper than ${MAX_DEPTH}`);
  for (const [name, value] of Object.entries(node)) {
    const key = `${prefix}${name}`.toLowerCase();
    if (value === null || value === undefined) continue;
    if (Array.isArray(value))
      into.set(
        key,
        value.map((item) => listItem(item, key, path)),
      );
    else if (typeof value === 'object' && !(value instanceof Date)) flatten(`${key}.`, value, into, path, depth + 1);
    else into.set(key, [String(value)]);
  }
}

/** Quoted when a comma list would split or trim it. */
function listItem(item: unknown, key: string, path: string): string {
  if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
    throw invalid(path, `key ${key}: a list holds plain values only`);
  }
  const text = String(item);
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function invalid(path: string, what: string, cause?: unknown): TracingError {
  return new TracingError('CONFIG_INVALID', `--config-file ${path} ${what}`, { cause });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0]!;
}
