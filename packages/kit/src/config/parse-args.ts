// The command line as Jaeger's (pflag): --name=value, --name value, bare booleans, `--` ends the flags. Pure.
import { type AnyField, fieldName } from './config-specs.ts';
import { nearestName } from './nearest-name.ts';

export interface ParsedArgs {
  /** What is not a flag, in order. */
  readonly words: readonly string[];
  /** Where each word stands among the arguments. */
  readonly wordsAt: readonly number[];
  /** Texts by flag as written (an alias stays an alias), in order of appearance. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly help: boolean;
  /** One line each, naming the argument and the cure. */
  readonly errors: readonly string[];
}

/** `fields` by every name a flag may have, aliases included. */
export function parseArgs(args: readonly string[], fields: ReadonlyMap<string, AnyField>): ParsedArgs {
  const words: string[] = [];
  const wordsAt: number[] = [];
  const flags = new Map<string, string[]>();
  const errors: string[] = [];
  let help = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') {
      for (let rest = at + 1; rest < args.length; rest++) wordsAt.push(rest);
      words.push(...args.slice(at + 1));
      break;
    }
    if (arg === '-h' || arg === '--help') help = true;
    else if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      wordsAt.push(at);
    } else if (!arg.startsWith('--')) errors.push(`${arg}: flags start with two dashes; write -${arg}`);
    else {
      const equals = arg.indexOf('=');
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      const field = fields.get(name);
      if (field === undefined) {
        errors.push(unknownFlag(name, fields));
        continue;
      }
      let text = equals < 0 ? undefined : arg.slice(equals + 1);
      if (text === undefined) text = field.type === 'bool' ? 'true' : args[++at];
      if (text === undefined) errors.push(`--${name} needs a value: --${name}=…`);
      else flags.set(name, [...(flags.get(name) ?? []), text]);
    }
  }
  return { words, wordsAt, flags, help, errors };
}

function unknownFlag(name: string, fields: ReadonlyMap<string, AnyField>): string {
  const nearest = nearestName(name, fields.keys());
  const meant = fields.get(nearest ?? ''); // not an old name
  return `unknown flag --${name}${meant === undefined ? '' : `; did you mean ${fieldName(meant)}?`}`;
}
