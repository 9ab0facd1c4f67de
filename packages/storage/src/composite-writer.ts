// Writes to several stores, so that an acknowledged span is in all of them.
import {
  asTracingError,
  type Call,
  type Rejected,
  type SpanBatch,
  type SpanWriter,
  TracingError,
  type WriteResult,
} from '@spoor/core';

/**
 * Every store gets every batch, even when another one failed. Fails when any did: retryable when a retry may cure one
 * of them, as storing a span twice is harmless. A row that any store rejects is rejected.
 */
export function compositeWriter(writers: readonly SpanWriter[]): SpanWriter {
  return {
    async write(batch: SpanBatch, call: Call): Promise<WriteResult> {
      const outcomes = await Promise.allSettled(writers.map(async (writer) => writer.write(batch, call)));
      const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
      if (failures.length > 0) throw joined(failures.map(({ reason }) => asTracingError(reason)));
      return { rejected: merged(outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value.rejected] : []))) };
    },
  };
}

/** The one error itself; else all texts under the code of the first that a retry may cure, or of the first. */
function joined(errors: readonly TracingError[]): TracingError {
  const lead = errors.find((error) => error.class.retryable) ?? errors[0]!;
  if (errors.length === 1) return lead;
  const advice = errors.map(({ retryAfterMs }) => retryAfterMs).filter((ms) => ms !== null);
  return new TracingError(lead.code, errors.map(({ message }) => message).join('; '), {
    cause: new AggregateError(errors),
    ...(advice.length > 0 && lead.class.retryable ? { retryAfterMs: Math.max(...advice) } : {}),
  });
}

/** Each row once, ascending, with all reasons. */
function merged(answers: readonly (readonly Rejected[])[]): readonly Rejected[] {
  const reasons = new Map<number, string>();
  for (const { row, reason } of answers.flat()) {
    const known = reasons.get(row);
    reasons.set(row, known === undefined ? reason : `${known}; ${reason}`);
  }
  return [...reasons].sort(([a], [b]) => a - b).map(([row, reason]) => ({ row, reason }));
}
