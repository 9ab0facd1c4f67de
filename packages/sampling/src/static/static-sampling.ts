// Sampling strategies out of a file or from a URL. A bad file ends the start; once running, a change that cannot be
// used is logged once and the strategies stay as they are.
import {
  asTracingError,
  type Component,
  type Deps,
  type Health,
  type SamplingAnswer,
  type SamplingProvider,
  systemTimers,
  type Timers,
  TracingError,
} from '@spoor/core';
import { STRATEGIES_FILE_FLAG, type StaticSamplingConfig } from './static-sampling-config.ts';
import { readStrategies } from './strategies-file.ts';
import { type StrategiesSource, strategiesSource } from './strategies-source.ts';
import { StrategyTable } from './strategy-table.ts';

/** A file with the same mistake a thousand times gets so many lines. */
const MAX_WARNINGS = 20;

/** Until it has started, and without a file, every service gets the default probability. */
export function staticSampling(
  config: StaticSamplingConfig,
  deps: Pick<Deps, 'logger'>,
  timers: Timers = systemTimers,
): SamplingProvider & Component {
  return new StaticSampling(config, deps, timers);
}

class StaticSampling implements SamplingProvider, Component {
  readonly name = 'sampling';
  readonly #config: StaticSamplingConfig;
  readonly #logger: Deps['logger'];
  readonly #timers: Timers;
  readonly #source: StrategiesSource | null;
  readonly #stopping = new AbortController();
  #table: StrategyTable;
  /** Read last, usable or not; null = the source had none. */
  #bytes: Uint8Array | null = null;
  /** What is wrong with `#bytes`; '' = nothing. */
  #bytesProblem = '';
  /** Why the last reload was of no use; '' = it was. */
  #problem = '';
  #state: Health['state'] = 'starting';
  #cancelReload: () => void = () => undefined;

  constructor(config: StaticSamplingConfig, { logger }: Pick<Deps, 'logger'>, timers: Timers) {
    this.#config = config;
    this.#logger = logger;
    this.#timers = timers;
    this.#source = config.strategiesFile === '' ? null : strategiesSource(config.strategiesFile);
    this.#table = new StrategyTable(null, config.defaultSamplingProbability, () => undefined);
  }

  strategy(service: string): SamplingAnswer {
    return this.#table.answer(service);
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#source !== null) {
      try {
        this.#bytes = await this.#source.read(AbortSignal.any([signal, this.#stopping.signal]));
        this.#use(this.#bytes);
      } catch (thrown) {
        const { message } = asTracingError(thrown);
        throw new TracingError('CONFIG_INVALID', this.#named(message), { cause: thrown });
      }
      this.#scheduleReload(this.#source);
    }
    this.#state = 'ready';
  }

  stop(): Promise<void> {
    this.#cancelReload();
    this.#stopping.abort();
    this.#state = 'stopped';
    return Promise.resolve();
  }

  health(): Health {
    return { state: this.#state, detail: this.#problem };
  }

  #scheduleReload(source: StrategiesSource): void {
    const { strategiesReloadIntervalMs } = this.#config;
    if (strategiesReloadIntervalMs === 0 || this.#stopping.signal.aborted) return;
    this.#cancelReload = this.#timers.after(strategiesReloadIntervalMs, () => {
      void this.#reload(source).finally(() => this.#scheduleReload(source));
    });
  }

  async #reload(source: StrategiesSource): Promise<void> {
    try {
      const bytes = await source.read(this.#stopping.signal);
      if (!isSame(bytes, this.#bytes)) {
        this.#bytes = bytes;
        this.#bytesProblem = this.#tryToUse(bytes);
      }
      this.#report(this.#bytesProblem);
    } catch (thrown) {
      if (!this.#stopping.signal.aborted) this.#report(this.#named(asTracingError(thrown).message));
    }
  }

  /** What is wrong with them; '' when they are in use now. */
  #tryToUse(bytes: Uint8Array | null): string {
    try {
      this.#use(bytes);
      return '';
    } catch (thrown) {
      return this.#named(asTracingError(thrown).message);
    }
  }

  /** Once, not at every reload. */
  #report(problem: string): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    if (problem === '') this.#logger.info('sampling strategies can be used again');
    else this.#logger.error('sampling strategies cannot be reloaded; the old ones stay', { reason: problem });
  }

  #use(bytes: Uint8Array | null): void {
    let warnings = 0;
    const warn = (path: string, text: string): void => {
      if (++warnings <= MAX_WARNINGS)
        this.#logger.warn('sampling strategies', { warning: this.#named(`${path}: ${text}`) });
    };
    const file = bytes === null ? null : readStrategies(bytes);
    this.#table = new StrategyTable(file, this.#config.defaultSamplingProbability, warn);
    if (warnings > MAX_WARNINGS) {
      this.#logger.warn('sampling strategies', { warning: this.#named(`${warnings - MAX_WARNINGS} more like these`) });
    }
    const location = this.#source?.location ?? '';
    if (file === null) this.#logger.warn('no sampling strategies there; every service gets the default', { location });
    else this.#logger.info('sampling strategies read', { location, services: this.#table.services });
  }

  #named(message: string): string {
    return `--${STRATEGIES_FILE_FLAG}=${this.#source?.location ?? ''}: ${message}`;
  }
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
