// The sub-commands of every service. Each writes to stdout and answers the exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigSpec, TracingError } from '@spoor/core';
import { buildInfo } from '../build-info.ts';
import type { AnySpec } from '../config/config-specs.ts';
import { flagHelp, flagReference } from '../config/flag-reference.ts';
import { loadConfig, loadServiceConfig } from '../config/load-config.ts';
import { printedConfig } from '../config/print-config.ts';
import type { CommandContext } from './command-context.ts';
import { environmentHelp } from './environment-help.ts';
import { askStatus, statusSpec } from './status-command.ts';

export interface Command {
  readonly summary: string;
  /** Flags of its own. */
  readonly spec: AnySpec;
  run(context: CommandContext): Promise<number>;
}

const NO_FLAGS: AnySpec = { title: 'Command', fields: {} };

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['version', { summary: 'Prints the build as JSON.', spec: NO_FLAGS, run: printVersion }],
  ['env', { summary: 'Explains the environment variables.', spec: NO_FLAGS, run: printEnvironment }],
  ['docs', { summary: 'Prints or writes the flag reference.', spec: docsSpec(), run: writeDocs }],
  ['print-config', { summary: 'Prints the configuration as loaded.', spec: printConfigSpec(), run: printConfig }],
  [
    'status',
    {
      summary: 'Asks a running service how it is; exit code 0 only when it is available.',
      spec: statusSpec,
      run: askStatus,
    },
  ],
  ['help', { summary: 'Prints this.', spec: NO_FLAGS, run: printHelp }],
]);

function printVersion({ print }: CommandContext): Promise<number> {
  print(`${JSON.stringify(buildInfo())}\n`);
  return Promise.resolve(0);
}

function printEnvironment({ print, specs }: CommandContext): Promise<number> {
  print(environmentHelp(specs));
  return Promise.resolve(0);
}

export function printHelp({ service, summary, specs, print }: CommandContext): Promise<number> {
  const commands = [...COMMANDS].map(([name, command]) => `  ${name.padEnd(14)}${command.summary}`);
  const own = [...COMMANDS].flatMap(([name, { spec }]) =>
    Object.keys(spec.fields).length === 0 ? [] : [flagHelp({ [name]: { ...spec, title: `Flags of ${name}` } })],
  );
  print(
    [
      `${service}: ${summary}`,
      '',
      `Usage: ${service} [command] [flags]`,
      '',
      'Commands (none runs the service):',
      ...commands,
      '',
      'Flags go before environment (--a.b-c is A_B_C), that before --config-file, that before the defaults.',
      '',
      ...own,
      flagHelp(specs),
    ].join('\n'),
  );
  return Promise.resolve(0);
}

function docsSpec(): ConfigSpec<{ readonly format: string; readonly dir: string }> {
  return {
    title: 'docs',
    fields: {
      format: { flag: 'format', type: 'string', default: 'md', help: 'Only md is offered.' },
      dir: { flag: 'dir', type: 'string', default: '', help: 'Directory to write to; none prints.' },
    },
    check: ({ format }) => ({
      errors:
        format === 'md' || format === 'markdown' ? [] : [`--format=${format} is not offered; the one format is md`],
      warnings: [],
    }),
  };
}

async function writeDocs({ service, specs, sources, print }: CommandContext): Promise<number> {
  const { configs } = await loadConfig({ docs: docsSpec() }, sources);
  const text = `# ${service}\n\n${flagReference(specs)}`;
  const { dir } = configs.docs;
  if (dir === '') {
    print(text);
    return 0;
  }
  const path = join(dir, `${service}.md`);
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TracingError('CONFIG_INVALID', `--dir: cannot write ${path}: ${reason}`, { cause });
  }
  print(`${path}\n`);
  return 0;
}

function printConfigSpec(): ConfigSpec<{ readonly all: boolean }> {
  return {
    title: 'print-config',
    fields: { all: { flag: 'all', type: 'bool', default: false, help: 'Defaults too.' } },
  };
}

async function printConfig({ specs, sources, print }: CommandContext): Promise<number> {
  const { common, settings } = await loadServiceConfig(specs, printConfigSpec(), sources);
  print(
    printedConfig(
      settings.filter(({ field }) => field.flag !== 'all'),
      common.all,
    ),
  );
  return 0;
}
