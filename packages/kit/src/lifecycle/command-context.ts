import type { ConfigSpecs } from '../config/config-specs.ts';
import type { ConfigSources } from '../config/load-config.ts';

/** What a sub-command gets. */
export interface CommandContext {
  readonly service: string;
  readonly summary: string;
  /** All of the service, the common ones included. */
  readonly specs: ConfigSpecs;
  readonly sources: ConfigSources;
  readonly adminHostPort: string;
  readonly print: (text: string) => void;
}
