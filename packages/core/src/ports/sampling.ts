/** Who knows the sampling strategies: a file, the adaptive calculator, or a collector somewhere else. */
export interface SamplingProvider {
  /** For any service, unknown ones too. Throws TracingError when it cannot be had. */
  strategy(service: string): SamplingAnswer | Promise<SamplingAnswer>;
}

/** One strategy in every form it is sent in; computed once and shared, never changed. */
export interface SamplingAnswer {
  /** A jaeger.api_v2.SamplingStrategyResponse. */
  readonly proto: Uint8Array;
  /** JSON with the enum as text. */
  readonly json: Uint8Array;
  /** JSON with the enum as a number; null when maxTracesPerSecond does not fit the old form's 16 bits. */
  readonly legacyJson: Uint8Array | null;
}
