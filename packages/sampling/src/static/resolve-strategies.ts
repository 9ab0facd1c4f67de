// What the entries of a strategies file mean, by Jaeger's rules: how services and operations inherit from the default
// strategy. Nothing here is refused: what makes no sense is warned about and read as Jaeger reads it.
import type { OperationSampling, SamplingStrategy } from '@spoor/core';
import type { OperationEntry, ServiceEntry, StrategiesFile, StrategyEntry } from './strategies-file.ts';

/** `path` is the place in the file. */
export type Warn = (path: string, problem: string) => void;

/** maxTracesPerSecond travels in 32 bits. */
const MAX_INT32 = 0x7fff_ffff;
/** And in 16 to clients of the old form. */
const MAX_INT16 = 0x7fff;

export class StrategyResolver {
  readonly #defaultProbability: number;
  readonly #warn: Warn;
  /** For services that the file does not name. */
  readonly defaultStrategy: SamplingStrategy;

  constructor(file: StrategiesFile | null, defaultProbability: number, warn: Warn) {
    this.#defaultProbability = defaultProbability;
    this.#warn = warn;
    this.defaultStrategy =
      file === null || file.defaultStrategy === null
        ? this.#probabilistic(defaultProbability)
        : this.#withOperations(file.defaultStrategy, 'default_strategy');
  }

  /** `path` is the entry's place in the file. */
  service(entry: ServiceEntry, path: string): SamplingStrategy {
    const strategy = this.#withOperations(entry, path);
    const inherited = this.defaultStrategy.operations;
    if (inherited === null) return strategy;
    if (strategy.operations !== null) return { ...strategy, operations: merged(strategy.operations, inherited) };
    const defaultSamplingProbability = strategy.samplingRate ?? inherited.defaultSamplingProbability;
    return { ...strategy, operations: { ...inherited, defaultSamplingProbability } };
  }

  #withOperations(entry: ServiceEntry, path: string): SamplingStrategy {
    const strategy = this.#strategy(entry, path);
    if (entry.operations.length === 0) return strategy;
    const operations: OperationSampling = {
      defaultSamplingProbability: strategy.samplingRate ?? this.#defaultProbability,
      defaultLowerBoundTracesPerSecond: 0,
      defaultUpperBoundTracesPerSecond: 0,
      perOperation: entry.operations.flatMap((operation, i) =>
        this.#operation(operation, `${path}.operation_strategies[${i}]`),
      ),
    };
    return { ...strategy, operations };
  }

  /** Empty when it is skipped. */
  #operation(entry: OperationEntry, path: string): OperationSampling['perOperation'] {
    if (entry.type === 'ratelimiting') {
      this.#warn(`${path}.type`, 'an operation cannot be rate limiting, only probabilistic; it is skipped');
      return [];
    }
    const { samplingRate } = this.#strategy(entry, path);
    return [{ operation: entry.operation, samplingRate: samplingRate ?? this.#defaultProbability }];
  }

  #strategy({ type, param }: StrategyEntry, path: string): SamplingStrategy {
    if (type === 'probabilistic') {
      if (param < 0 || param > 1) {
        this.#warn(`${path}.param`, `${param} is not a probability; clients are told so, give 0 to 1`);
      }
      return this.#probabilistic(param);
    }
    if (type === 'ratelimiting') return this.#rateLimiting(param, `${path}.param`);
    const rate = this.#defaultProbability;
    const known = 'probabilistic and ratelimiting are known';
    this.#warn(`${path}.type`, `${JSON.stringify(type)} is no type, ${known}; taken as probabilistic ${rate}`);
    return this.#probabilistic(rate);
  }

  #probabilistic(samplingRate: number): SamplingStrategy {
    return { type: 'PROBABILISTIC', samplingRate, maxTracesPerSecond: null, operations: null };
  }

  #rateLimiting(param: number, path: string): SamplingStrategy {
    const maxTracesPerSecond = Math.trunc(Math.min(Math.max(param, -MAX_INT32), MAX_INT32));
    if (maxTracesPerSecond !== param) {
      this.#warn(path, `traces a second are whole numbers of 32 bits; ${param} is taken as ${maxTracesPerSecond}`);
    }
    if (maxTracesPerSecond < 0) this.#warn(path, `${param} traces a second make no sense; clients are told so`);
    if (Math.abs(maxTracesPerSecond) > MAX_INT16) {
      this.#warn(path, `more than ${MAX_INT16} cannot be told to clients that ask for the old form of the answer`);
    }
    return { type: 'RATE_LIMITING', samplingRate: null, maxTracesPerSecond, operations: null };
  }
}

/** A service's own operations first, then those of the default strategy that it does not name. */
function merged(own: OperationSampling, inherited: OperationSampling): OperationSampling {
  const names = new Set(own.perOperation.map(({ operation }) => operation));
  const further = inherited.perOperation.filter(({ operation }) => !names.has(operation));
  return { ...own, perOperation: [...own.perOperation, ...further] };
}
