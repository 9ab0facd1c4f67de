// The answers for all services of a strategies file, computed ahead: a request costs one lookup.
import { type SamplingAnswer, TracingError } from '@spoor/core';
import { samplingAnswer } from '@spoor/wire';
import { StrategyResolver, type Warn } from './resolve-strategies.ts';
import type { StrategiesFile } from './strategies-file.ts';

/** Operations of the default strategy are repeated in every service's answer: a small file may make large answers. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

export class StrategyTable {
  readonly #byService = new Map<string, SamplingAnswer>();
  readonly #byDefault: SamplingAnswer;
  #answerBytes = 0;

  /** `file` null = no strategies but the default. Throws CONFIG_INVALID. */
  constructor(file: StrategiesFile | null, defaultProbability: number, warn: Warn) {
    const resolver = new StrategyResolver(file, defaultProbability, warn);
    this.#byDefault = samplingAnswer(resolver.defaultStrategy);
    for (const [i, entry] of (file?.services ?? []).entries()) {
      const path = `service_strategies[${i}]`;
      if (entry.service === '') warn(`${path}.service`, 'no name is given; it is for clients that have none');
      if (this.#byService.has(entry.service)) {
        warn(`${path}.service`, `${JSON.stringify(entry.service)} was there before; the last one counts`);
      }
      this.#add(entry.service, samplingAnswer(resolver.service(entry, path)), path);
    }
  }

  /** Services with a strategy of their own. */
  get services(): number {
    return this.#byService.size;
  }

  answer(service: string): SamplingAnswer {
    return this.#byService.get(service) ?? this.#byDefault;
  }

  #add(service: string, answer: SamplingAnswer, path: string): void {
    this.#answerBytes += answer.proto.length + answer.json.length + (answer.legacyJson?.length ?? 0);
    if (this.#answerBytes > MAX_ANSWER_BYTES) {
      throw new TracingError(
        'CONFIG_INVALID',
        `${path}: the answers would take more than ${MAX_ANSWER_BYTES} bytes, since each service repeats the operations of default_strategy; shorten that list or the list of services`,
      );
    }
    this.#byService.set(service, answer);
  }
}
