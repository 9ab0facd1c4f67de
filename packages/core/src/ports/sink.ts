import type { Rejected, SpanBatch } from '../model/batch.ts';
import type { Call } from './call.ts';

/** Where spans go next. */
export interface SpanSink {
  /** Resolved = durable as promised by the composition; throws TracingError. */
  consume(batch: SpanBatch, call: Call): Promise<void>;
}

/** A step of the write path: looks at or replaces batches on their way to `next`. */
export type Processor = (next: SpanSink) => SpanSink;

export interface SpanWriter {
  /**
   * Stores every span of `batch`, in any order; storing one twice is harmless. Resolves once a crash can
   * no longer lose them (memory: once they are readable). Rows the backend will never take come back in
   * `rejected`; whatever a retry may cure throws a retryable TracingError, and the caller must resend the
   * whole batch.
   */
  write(batch: SpanBatch, call: Call): Promise<WriteResult>;
}

export interface WriteResult {
  readonly rejected: readonly Rejected[];
}
