import { type ConfigSpecs, fieldsByFlag } from '../config/config-specs.ts';
import { valueText } from '../config/parse-value.ts';

/** What `env` prints: the rule, and the variables that have no flag. */
export function environmentHelp(specs: ConfigSpecs): string {
  const only = [...fieldsByFlag(specs).values()].filter((field) => field.envOnly !== undefined);
  const lines = only.map((field) => {
    const value = valueText(field, field.default);
    return `${field.envOnly}${value === '' ? '' : ` (default ${value})`}\n    ${field.help}`;
  });
  return [
    'Every flag has a variable: its name in upper case, with dots and dashes as underscores.',
    'For example --collector.otlp.grpc.host-port is COLLECTOR_OTLP_GRPC_HOST_PORT. An empty variable counts as unset;',
    'a flag goes before its variable.',
    '',
    ...(lines.length === 0 ? [] : ['Variables without a flag:', '', ...lines, '']),
  ].join('\n');
}
