// One jaeger.api_v2 Span into a NativeWriter, but for its process: where that is, is only noted. Of a field that should
// come once the last counts.
import type { NativeWriter } from '../native/native-writer.ts';
import type { OutputBound } from '../native/output-bound.ts';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import {
  LOG_FIELD,
  LOG_TIME,
  SPAN_DURATION,
  SPAN_FLAGS,
  SPAN_ID,
  SPAN_LOG,
  SPAN_OPERATION,
  SPAN_PROCESS,
  SPAN_PROCESS_ID,
  SPAN_REFERENCE,
  SPAN_START,
  SPAN_TAG,
  SPAN_TRACE_ID,
  SPAN_WARNING,
} from './fields.ts';
import { bigEndian32, checkSpanId, checkTraceId, traceWord } from './id-words.ts';
import { type MessageShape, passField } from './pass-field.ts';
import type { ProcessParts } from './process-parts.ts';
import { decodeReference } from './reference-decoder.ts';
import type { TagDecoder } from './tag-decoder.ts';
import { TimeDecoder } from './time-decoder.ts';

const SPAN: MessageShape = { name: 'Span', lastField: 12 };
const LOG: MessageShape = { name: 'Log', lastField: 2 };

export class SpanDecoder {
  readonly #writer: NativeWriter;
  readonly #tags: TagDecoder;
  readonly #bound: OutputBound;
  readonly #start = new TimeDecoder();
  readonly #duration = new TimeDecoder();
  readonly #logTime = new TimeDecoder();
  readonly #texts = new TextReader(1);
  readonly #warnings: string[] = [];
  #traceAt = 0;
  #traceEnd = 0;
  #spanIdAt = 0;
  #operationAt = 0;
  #operationEnd = 0;
  #flags = 0;

  constructor(writer: NativeWriter, tags: TagDecoder, bound: OutputBound) {
    this.#writer = writer;
    this.#tags = tags;
    this.#bound = bound;
  }

  /** The Span from the cursor to `end`; leaves the cursor there. Its own process is added to `process`. */
  read(r: ProtoReader, end: number, process: ProcessParts): void {
    const { bytes } = r;
    const outer = r.end;
    r.end = end;
    this.#traceAt = this.#traceEnd = this.#spanIdAt = this.#operationAt = this.#operationEnd = this.#flags = 0;
    this.#start.reset();
    this.#duration.reset();
    this.#warnings.length = 0;
    this.#bound.release();
    this.#writer.beginSpan();
    while (r.pos < end) {
      const at = r.pos;
      const length = bytes[at + 1]!;
      if (bytes[at] === SPAN_TAG && length < 0x80 && at + 2 + length <= end) {
        r.pos = at + 2;
        this.#tags.read(r, at + 2 + length);
      } else this.#field(r, r.tag(), at, process);
    }
    r.end = outer;
    this.#finish(bytes);
  }

  #field(r: ProtoReader, tag: number, at: number, process: ProcessParts): void {
    switch (tag) {
      case SPAN_TAG:
        this.#tags.read(r, r.lengthEnd());
        break;
      case SPAN_TRACE_ID:
        this.#traceEnd = r.lengthEnd();
        this.#traceAt = r.pos;
        checkTraceId(r.pos, this.#traceEnd);
        r.pos = this.#traceEnd;
        break;
      case SPAN_ID: {
        const end = r.lengthEnd();
        this.#spanIdAt = r.pos;
        checkSpanId(r.pos, end);
        r.pos = end;
        break;
      }
      case SPAN_OPERATION:
        this.#operationEnd = r.lengthEnd();
        this.#operationAt = r.pos;
        r.pos = this.#operationEnd;
        break;
      case SPAN_REFERENCE:
        decodeReference(r, r.lengthEnd(), this.#writer);
        this.#bound.hold();
        break;
      case SPAN_FLAGS:
        this.#flags = r.uint32();
        break;
      case SPAN_START:
        this.#start.read(r, r.lengthEnd());
        break;
      case SPAN_DURATION:
        this.#duration.read(r, r.lengthEnd());
        break;
      case SPAN_LOG:
        this.#log(r, r.lengthEnd());
        break;
      case SPAN_PROCESS: {
        const end = r.lengthEnd();
        process.add(r.pos, end);
        this.#bound.hold();
        r.pos = end;
        break;
      }
      case SPAN_PROCESS_ID:
        r.pos = r.lengthEnd();
        break;
      case SPAN_WARNING: {
        const end = r.lengthEnd();
        this.#warnings.push(this.#texts.lossy(r.bytes, r.pos, end));
        this.#bound.hold();
        r.pos = end;
        break;
      }
      default:
        passField(r, tag, at, SPAN);
    }
  }

  /** The time may come after the fields. */
  #log(r: ProtoReader, end: number): void {
    const outer = r.end;
    const start = r.pos;
    r.end = end;
    this.#logTime.reset();
    while (r.pos < end) {
      const at = r.pos;
      const tag = r.tag();
      if (tag === LOG_TIME) this.#logTime.read(r, r.lengthEnd());
      else if (tag === LOG_FIELD) r.pos = r.lengthEnd();
      else passField(r, tag, at, LOG);
    }
    this.#writer.beginLogSeconds(this.#logTime.seconds, this.#logTime.nanos);
    r.pos = start;
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === LOG_FIELD) this.#tags.read(r, r.lengthEnd());
      else r.skip(tag);
    }
    this.#writer.endLog();
    this.#bound.check();
    r.end = outer;
  }

  #finish(bytes: Uint8Array): void {
    const writer = this.#writer;
    this.#ids(bytes);
    writer.operation(bytes, this.#operationAt, this.#operationEnd);
    writer.flags(this.#flags);
    writer.startSeconds(this.#start.seconds, this.#start.nanos);
    writer.durationSeconds(this.#duration.seconds, this.#duration.nanos);
    if (this.#warnings.length > 0) writer.warnings(this.#warnings);
    writer.endSpan();
    this.#bound.check();
  }

  #ids(bytes: Uint8Array): void {
    const at = this.#traceAt;
    const end = this.#traceEnd;
    this.#writer.traceId(
      traceWord(bytes, at, end, 0),
      traceWord(bytes, at, end, 1),
      traceWord(bytes, at, end, 2),
      traceWord(bytes, at, end, 3),
    );
    const spanId = this.#spanIdAt;
    if (spanId !== 0) this.#writer.spanId(bigEndian32(bytes, spanId), bigEndian32(bytes, spanId + 4));
  }
}
