// Where Spoor answers the recorded cases otherwise than Jaeger 1.76, each with its reason. An entry whose
// case agrees is stale and fails the replay.

/** resp = answer of the ingest endpoint; v1, raw = the trace read back; query = a wrong request. */
export type View = 'resp' | 'v1' | 'raw' | 'query';

export interface KnownDifference {
  readonly name: string;
  readonly view: View;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'otlp-short-trace-id',
    view: 'resp',
    reason: "a malformed message is the sender's to mend: INVALID_ARGUMENT with the byte offset, not INTERNAL",
  },
];
