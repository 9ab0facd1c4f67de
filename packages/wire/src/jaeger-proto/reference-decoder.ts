// A jaeger.api_v2 SpanRef into the span that the writer has open.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import { FOLLOWS_FROM, REFERENCE_SPAN_ID, REFERENCE_TRACE_ID, REFERENCE_TYPE } from './fields.ts';
import { bigEndian32, checkSpanId, checkTraceId, traceWord } from './id-words.ts';
import { type MessageShape, passField } from './pass-field.ts';

const SPAN_REF: MessageShape = { name: 'SpanRef', lastField: 3 };

/** The SpanRef from the cursor to `end`; absent ids are zero. Leaves the cursor at `end`. */
export function decodeReference(r: ProtoReader, end: number, writer: NativeWriter): void {
  const { bytes } = r;
  const outer = r.end;
  let traceAt = 0;
  let traceEnd = 0;
  let spanAt = 0;
  let type = 0;
  r.end = end;
  while (r.pos < end) {
    const at = r.pos;
    const tag = r.tag();
    if (tag === REFERENCE_TRACE_ID) {
      traceEnd = r.lengthEnd();
      traceAt = r.pos;
      checkTraceId(traceAt, traceEnd);
      r.pos = traceEnd;
    } else if (tag === REFERENCE_SPAN_ID) {
      const spanEnd = r.lengthEnd();
      spanAt = r.pos;
      checkSpanId(spanAt, spanEnd);
      r.pos = spanEnd;
    } else if (tag === REFERENCE_TYPE) type = r.uint32();
    else passField(r, tag, at, SPAN_REF);
  }
  r.end = outer;
  writer.reference(
    type === FOLLOWS_FROM,
    traceWord(bytes, traceAt, traceEnd, 0),
    traceWord(bytes, traceAt, traceEnd, 1),
    traceWord(bytes, traceAt, traceEnd, 2),
    traceWord(bytes, traceAt, traceEnd, 3),
    spanAt === 0 ? 0 : bigEndian32(bytes, spanAt),
    spanAt === 0 ? 0 : bigEndian32(bytes, spanAt + 4),
  );
}
