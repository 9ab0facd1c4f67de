// main of the admin tools: finds the command and ends the process with its exit code. A mistake of the
// operator is one line a mistake on stderr and exit code 1, never a stack.
import { asTracingError, TracingError } from '@spoor/core';
import { buildInfo, flagHelp, type Host } from '@spoor/kit';
import { service } from './service.ts';

export async function runAdmin(host: Host): Promise<void> {
  try {
    host.exit(await runCommand(host));
  } catch (thrown) {
    const error = asTracingError(thrown);
    const lines =
      error.code === 'INTERNAL' && thrown instanceof Error ? [thrown.stack ?? ''] : error.message.split('\n');
    for (const line of lines) host.stderr.write(`admin: ${line}\n`);
    host.exit(1);
  }
}

async function runCommand(host: Host): Promise<number> {
  const [name = 'help', ...args] = host.args;
  if (name === 'version') {
    host.stdout.write(`${JSON.stringify(buildInfo())}\n`);
    return 0;
  }
  const asked = name === 'help' || [name, ...args].some((arg) => arg === '-h' || arg === '--help');
  if (asked) {
    host.stdout.write(helpText());
    return 0;
  }
  const command = service.commands.get(name);
  if (command !== undefined) return command.run(args, host);
  const known = [...service.commands.keys(), 'version', 'help'];
  throw new TracingError('CONFIG_INVALID', `unknown command ${name}; there are ${known.join(', ')}`);
}

function helpText(): string {
  const commands = [...service.commands].map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return [
    `${service.name}: ${service.summary}`,
    '',
    `Usage: ${service.name} COMMAND [flags]`,
    '',
    'Commands:',
    ...commands,
    '  version   Prints the build as JSON.',
    '  help      Prints this.',
    '',
    flagHelp(service.specs),
  ].join('\n');
}
