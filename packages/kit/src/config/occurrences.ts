// Every place where one field is set, under its own name or an old one, and which of them counts.
import type { FileTexts } from './config-file.ts';
import { type AnyField, envName } from './config-specs.ts';

export type Source = 'flag' | 'environment' | 'file';

export interface Occurrence {
  readonly texts: readonly string[];
  readonly source: Source;
  /** How the operator wrote the name. */
  readonly written: string;
  /** Whether by an old name. */
  readonly alias: boolean;
}

export interface Sources {
  /** Texts by flag as written. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: FileTexts;
  readonly filePath: string;
}

/**
 * The one that counts first: flag, environment, file, and within each the new name before the old ones. The variable
 * of a field without a flag goes before all of its old names.
 */
export function occurrences(field: AnyField, sources: Sources): readonly Occurrence[] {
  const names = namesOf(field);
  const variables = new Set([...names.map(envName)].filter((variable) => variable !== field.envOnly));
  return [
    ...(field.envOnly === undefined ? [] : fromEnv(field, field.envOnly, sources)),
    ...names.flatMap((name) => fromFlags(field, name, sources)),
    ...[...variables].flatMap((variable) => fromEnv(field, variable, sources)),
    ...names.flatMap((name) => fromFile(field, name, sources)),
  ];
}

/** What a flag or a key in a file may be called: for a field that is a variable only its old names. */
export function namesOf(field: AnyField): readonly string[] {
  return [...(field.envOnly === undefined ? [field.flag] : []), ...(field.aliases ?? [])];
}

/**
 * Why an occurrence does not count, or null. Old flags that took a port had 0 for "not given". Kubernetes gives every
 * container QUERY_PORT=tcp://10.0.0.1:16686 and the like when a service of such a name exists.
 */
export function notGiven(field: AnyField, { texts, source, alias }: Occurrence): string | null {
  const text = texts.at(-1) ?? '';
  if (field.type !== 'host-port' && field.type !== 'int') return null;
  if (source === 'environment' && /^(tcp|udp|sctp):\/\//.test(text)) {
    return 'it is what Kubernetes sets for a service of that name';
  }
  return field.type === 'host-port' && alias && text === '0' ? '0 counts as not given' : null;
}

function fromFlags(field: AnyField, name: string, { flags }: Sources): readonly Occurrence[] {
  const texts = flags.get(name);
  return texts === undefined ? [] : [{ texts, source: 'flag', written: `--${name}`, alias: isAlias(field, name) }];
}

/** An empty variable counts as unset. */
function fromEnv(field: AnyField, variable: string, { env }: Sources): readonly Occurrence[] {
  const text = env[variable];
  if (text === undefined || text === '') return [];
  const own = field.envOnly ?? envName(field.flag);
  const written = field.envOnly === undefined && variable === own ? `${variable} (--${field.flag})` : variable;
  return [{ texts: [text], source: 'environment', written, alias: variable !== own }];
}

function fromFile(field: AnyField, name: string, { file, filePath }: Sources): readonly Occurrence[] {
  const texts = file.get(name.toLowerCase());
  if (texts === undefined) return [];
  const taken = field.type === 'strings' ? texts : [texts.join(',')];
  return [{ texts: taken, source: 'file', written: `${name} in ${filePath}`, alias: isAlias(field, name) }];
}

function isAlias(field: AnyField, name: string): boolean {
  return field.envOnly !== undefined || name !== field.flag;
}
