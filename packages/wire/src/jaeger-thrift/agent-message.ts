/** One datagram of an agent's port: what it was and what its client says of itself. */
export interface AgentMessage {
  /** emitBatch is 'jaeger', emitZipkinBatch 'zipkin'. */
  readonly model: 'jaeger' | 'zipkin';
  readonly protocol: 'compact' | 'binary';
  /** As written: a Zipkin span of two sides counts twice. */
  readonly spans: number;
  /** The batch's number among those of its client; null = it sends none. */
  readonly seqNo: number | null;
  /** '' = none. */
  readonly clientUuid: string;
  /** Spans that the client lost since it started; 0 without stats. */
  readonly fullQueueDroppedSpans: number;
  readonly tooLargeDroppedSpans: number;
  readonly failedToEmitSpans: number;
}
