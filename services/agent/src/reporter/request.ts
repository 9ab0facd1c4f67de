/** One encoded PostSpansRequest on its way to a collector. */
export interface Request {
  readonly bytes: Uint8Array;
  /** At least one. */
  readonly spans: number;
  readonly format: Format;
}

/** In which of Jaeger's formats the spans came; a label of the metrics. */
export type Format = 'jaeger' | 'zipkin';
