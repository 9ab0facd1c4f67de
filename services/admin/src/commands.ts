// The sub-commands: each reads its own configuration, does its work, and answers the exit code.
import { systemTimers } from '@spoor/core';
import { type Host, loadConfig, systemClock } from '@spoor/kit';
import { composeLoadgen } from './compose.ts';
import { loadgenConfig } from './config.ts';

export interface Command {
  /** One sentence for help. */
  readonly summary: string;
  /** `args` without the name of the command. Throws TracingError CONFIG_INVALID for what the operator must mend. */
  run(args: readonly string[], host: Host): Promise<number>;
}

export const loadgenCommand: Command = {
  summary: 'Sends made-up but realistic traces to a collector over OTLP and says what became of them.',
  async run(args, host) {
    const { configs, warnings } = await loadConfig({ loadgen: loadgenConfig }, { args, env: host.env });
    for (const warning of warnings) host.stderr.write(`loadgen: ${warning}\n`);
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) host.onSignal(signal, () => stop.abort());
    const deps = { clock: systemClock, timers: systemTimers, out: host.stdout };
    const { acknowledged } = await composeLoadgen(configs.loadgen, deps).run(stop.signal);
    return acknowledged > 0 ? 0 : 1;
  },
};
