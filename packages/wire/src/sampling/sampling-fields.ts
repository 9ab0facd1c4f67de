// Field numbers of jaeger.api_v2's sampling messages, which are those of the older thrift structs.

/** SamplingStrategyParameters. */
export const SERVICE_NAME = 1;

/** SamplingStrategyResponse. */
export const STRATEGY_TYPE = 1;
export const PROBABILISTIC = 2;
export const RATE_LIMITING = 3;
export const OPERATIONS = 4;

/** ProbabilisticSamplingStrategy: a double. */
export const SAMPLING_RATE = 1;
/** RateLimitingSamplingStrategy: an int32. */
export const MAX_TRACES_PER_SECOND = 1;

/** PerOperationSamplingStrategies; all but the list are doubles. */
export const DEFAULT_PROBABILITY = 1;
export const DEFAULT_LOWER_BOUND = 2;
export const PER_OPERATION = 3;
export const DEFAULT_UPPER_BOUND = 4;

/** OperationSamplingStrategy. */
export const OPERATION = 1;
export const OPERATION_PROBABILISTIC = 2;

/** Values of the enum SamplingStrategyType: the index is the number. */
export const STRATEGY_TYPES = ['PROBABILISTIC', 'RATE_LIMITING'] as const;
