import { type ConfigSpecs, envName, fieldsByFlag } from '../config/config-specs.ts';
import { fieldNotes } from '../config/flag-reference.ts';
import { valueText } from '../config/parse-value.ts';

/** What `env` prints: the rule, with the first flag of the service for an example, and the variables that have no flag. */
export function environmentHelp(specs: ConfigSpecs): string {
  const fields = [...fieldsByFlag(specs).values()];
  const flag = fields.find(({ envOnly }) => envOnly === undefined)?.flag ?? 'log-level';
  const lines = fields
    .filter(({ envOnly }) => envOnly !== undefined)
    .map((field) => {
      const value = valueText(field, field.default);
      return `${field.envOnly}${value === '' ? '' : ` (default ${value})`}\n    ${fieldNotes(field, '')}`;
    });
  return [
    'Every flag has a variable: its name in upper case, with dots and dashes as underscores.',
    `For example --${flag} is ${envName(flag)}. An empty variable counts as unset;`,
    'a flag goes before its variable.',
    '',
    ...(lines.length === 0 ? [] : ['Variables without a flag:', '', ...lines, '']),
  ].join('\n');
}
