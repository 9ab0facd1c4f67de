import type { NameTable } from '../model/name-table.ts';
import type { Clock } from '../time.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** What a composition hands to every part; nothing reaches for a global. */
export interface Deps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly names: NameTable;
}
