// The pieces of an answer that holds traces: the envelope, and in it each trace as soon as it is read.
import type { Trace } from '@spoor/core';
import { type ApiError, ENVELOPE_HEAD, envelopeTail } from '../render/envelope.ts';
import { TagText } from '../render/tag-text.ts';
import { traceText } from '../render/trace-text.ts';

/** Changes the trace in place, in slices of work; null = leave it as stored. */
export type TraceAdjuster = (trace: Trace) => Iterable<void>;

/** `errors` is read once all traces have gone out. */
export async function* tracePieces(
  traces: AsyncIterable<Trace>,
  adjuster: TraceAdjuster | null,
  errors: readonly ApiError[],
): AsyncGenerator<string, void> {
  const tagText = new TagText();
  let before = `${ENVELOPE_HEAD}[`;
  for await (const trace of traces) {
    if (adjuster !== null) {
      for (const _slice of adjuster(trace)) yield '';
    }
    yield before;
    yield* traceText(trace, adjuster !== null, tagText);
    before = ',';
  }
  const opened = before === ',' ? '' : before;
  yield `${opened}]${envelopeTail(0, errors)}`;
}
