import { jaegerTraceId, type Trace } from '@spoor/core';
import { ProcessTable } from './process-table.ts';
import { SpanText } from './span-text.ts';
import type { TagText } from './tag-text.ts';

/** Characters after which a piece is handed on: some 50 spans, well under a millisecond of work. */
const CHUNK_CHARS = 64 * 1024;

/** One trace as v1 JSON, in pieces whose concatenation is the text. `adjusted` as in SpanText. */
export function* traceText(trace: Trace, adjusted: boolean, tagText: TagText): Generator<string, void> {
  const spanText = new SpanText(trace.traceId, tagText, adjusted);
  const processes = new ProcessTable(tagText, adjusted);
  let text = `{"traceID":"${jaegerTraceId(trace.traceId)}","spans":[`;
  let comma = '';
  for (const span of trace.spans) {
    text += comma + spanText.json(span, processes.idOf(span.resource, span.native));
    comma = ',';
    if (text.length >= CHUNK_CHARS) {
      yield text;
      text = '';
    }
  }
  yield `${text}],"processes":${processes.json()},"warnings":null}`;
}
