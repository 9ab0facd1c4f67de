// The reference of a service's flags, from the specs: markdown for docs/, plain text for --help.
import { type AnyField, type AnySpec, type ConfigSpecs, envName } from './config-specs.ts';
import { valueText } from './parse-value.ts';

/** Markdown: a section for each spec, a table row for each field, a shared flag only where it comes first. */
export function flagReference(specs: ConfigSpecs): string {
  return sections(specs)
    .map(({ title, fields }) =>
      [
        `## ${title}`,
        '',
        '| flag | environment | type | default | |',
        '|---|---|---|---|---|',
        ...fields.map(markdownRow),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** For a terminal. */
export function flagHelp(specs: ConfigSpecs): string {
  return sections(specs)
    .map(({ title, fields }) => [`${title}:`, ...fields.map(helpLines), ''].join('\n'))
    .join('\n');
}

interface Section {
  readonly title: string;
  readonly fields: readonly AnyField[];
}

function sections(specs: ConfigSpecs): readonly Section[] {
  const seen = new Set<string>();
  const section = (spec: AnySpec): Section => {
    const fields = Object.values(spec.fields).filter((field) => !seen.has(field.flag));
    for (const field of fields) seen.add(field.flag);
    return { title: spec.title, fields };
  };
  return Object.values(specs)
    .map(section)
    .filter(({ fields }) => fields.length > 0);
}

function markdownRow(field: AnyField): string {
  const flag = field.envOnly === undefined ? `\`--${field.flag}\`` : '';
  const cells = [
    flag,
    `\`${field.envOnly ?? envName(field.flag)}\``,
    typeText(field),
    defaultText(field),
    fieldNotes(field, '`'),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeText(field: AnyField): string {
  if (field.oneOf === undefined) return field.type;
  return field.oneOf
    .filter((choice) => choice !== '')
    .map((choice) => `\`${choice}\``)
    .join(' ');
}

function defaultText(field: AnyField): string {
  const text = valueText(field, field.default);
  return text === '' ? '' : `\`${text}\``;
}

/** The help of a field and what else is to know about it; `code` marks names of flags. */
export function fieldNotes(field: AnyField, code: string): string {
  const parts = [field.help];
  if (field.withoutEffect !== undefined) parts.push(`No effect: ${field.withoutEffect}.`);
  if (field.secret === true) parts.push('Secret.');
  if (field.aliases !== undefined && field.aliases.length > 0) {
    parts.push(`Old names: ${field.aliases.map((alias) => `${code}--${alias}${code}`).join(', ')}.`);
  }
  return parts.join(' ');
}

function helpLines(field: AnyField): string {
  const name = field.envOnly ?? `--${field.flag}`;
  const value = valueText(field, field.default);
  const shown = value === '' ? '' : ` (default ${value})`;
  const choices =
    field.oneOf === undefined ? '' : ` One of ${field.oneOf.filter((choice) => choice !== '').join(', ')}.`;
  return `  ${name} ${field.type === 'bool' ? '' : `<${field.type}> `}${shown.trim()}`
    .trimEnd()
    .concat(`\n      ${fieldNotes(field, '')}${choices}`);
}
