import type { ConfigCheck, ConfigSpec } from '@spoor/core';

export interface StaticSamplingConfig {
  /** file | static, the same; adaptive is refused. */
  readonly samplingConfigType: string;
  /** What `samplingConfigType` was called up to Jaeger 1.49; '' = not set. */
  readonly oldSamplingType: string;
  /** Path or http(s) URL; '' = no strategies but the default. */
  readonly strategiesFile: string;
  /** 0 = never. */
  readonly strategiesReloadIntervalMs: number;
  readonly defaultSamplingProbability: number;
  readonly bugfix5270: boolean;
}

export const STRATEGIES_FILE_FLAG = 'sampling.strategies-file';

const TYPE = 'SAMPLING_CONFIG_TYPE';
const OLD_TYPE = 'SAMPLING_TYPE';
const TYPES: ReadonlySet<string> = new Set(['file', 'static']);

export const staticSamplingConfig: ConfigSpec<StaticSamplingConfig> = {
  title: 'Sampling',
  fields: {
    samplingConfigType: {
      flag: 'sampling.config-type',
      envOnly: TYPE,
      type: 'string',
      default: 'file',
      help: 'Where sampling strategies come from: file, or static, its other name.',
    },
    oldSamplingType: {
      flag: 'sampling.type',
      envOnly: OLD_TYPE,
      type: 'string',
      default: '',
      help: `Old name of ${TYPE}.`,
    },
    strategiesFile: {
      flag: STRATEGIES_FILE_FLAG,
      type: 'string',
      default: '',
      help: 'JSON file, or http(s) URL of one, with the sampling strategies that clients are told; without it every service gets sampling.default-sampling-probability.',
    },
    strategiesReloadIntervalMs: {
      flag: 'sampling.strategies-reload-interval',
      type: 'duration',
      default: 0,
      min: 0,
      help: 'How often to look whether the strategies changed; 0s is never.',
    },
    defaultSamplingProbability: {
      flag: 'sampling.default-sampling-probability',
      type: 'float',
      default: 0.001,
      min: 0,
      max: 1,
      help: 'Share of traces that a service samples for which nothing else is said.',
    },
    bugfix5270: {
      flag: 'sampling.strategies.bugfix-5270',
      type: 'bool',
      default: true,
      help: 'Services with rate limiting inherit the operations of the default strategy.',
      withoutEffect: 'services with rate limiting always inherit the operations of the default strategy',
    },
  },
  check({ samplingConfigType, oldSamplingType }): ConfigCheck {
    const errors = [problemOf(TYPE, samplingConfigType), problemOf(OLD_TYPE, oldSamplingType || 'file')];
    const warnings = oldSamplingType === '' ? [] : [`${OLD_TYPE} is deprecated; use ${TYPE}`];
    return { errors: errors.filter((error) => error !== null), warnings };
  },
};

function problemOf(variable: string, type: string): string | null {
  if (TYPES.has(type)) return null;
  if (type !== 'adaptive') return `${variable}=${type} is not known; use file`;
  return `${variable}=adaptive: adaptive sampling is not available yet; use file, with --${STRATEGIES_FILE_FLAG}`;
}
