// How a client should sample: what the sampling endpoints tell it.

export interface SamplingStrategy {
  /** Names of the enum in JSON; its numbers are 0 and 1. */
  readonly type: 'PROBABILISTIC' | 'RATE_LIMITING';
  /** 0..1; null = the sub-object is absent. Rates outside are passed on as configured. */
  readonly samplingRate: number | null;
  /** Whole traces; null = the sub-object is absent. */
  readonly maxTracesPerSecond: number | null;
  /** null = the sub-object is absent. */
  readonly operations: OperationSampling | null;
}

export interface OperationSampling {
  readonly defaultSamplingProbability: number;
  readonly defaultLowerBoundTracesPerSecond: number;
  readonly defaultUpperBoundTracesPerSecond: number;
  readonly perOperation: readonly { readonly operation: string; readonly samplingRate: number }[];
}
