// The admin commands as main runs them and as the reference describes them.
import type { ConfigSpec } from '@spoor/core';
import { type Command, loadgenCommand } from './commands.ts';
import { type LoadgenConfig, loadgenConfig } from './config.ts';

export interface AdminService {
  readonly name: string;
  readonly summary: string;
  /** By what the operator types. */
  readonly commands: ReadonlyMap<string, Command>;
  /** What can be set, by command. */
  readonly specs: { readonly loadgen: ConfigSpec<LoadgenConfig> };
}

export const service: AdminService = {
  name: 'admin',
  summary: 'tools for operators; each command does its work and ends.',
  commands: new Map([['loadgen', loadgenCommand]]),
  specs: { loadgen: loadgenConfig },
};
