// jaeger.thrift Span into the native writer. Fields come in any order; what the writer takes
// in any order is passed on at once, ids when the span ends.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I32, I64, LIST, STRING } from '../thrift/thrift-types.ts';
import { LogDriver } from './log-driver.ts';
import { missingField, requiredBits } from './missing-field.ts';
import { ReferenceDriver } from './reference-driver.ts';
import { signed64 } from './signed64.ts';
import { structListSize } from './struct-list.ts';
import type { TagReader } from './tag-reader.ts';

const TRACE_ID_LOW = fieldOf(1, I64);
const TRACE_ID_HIGH = fieldOf(2, I64);
const SPAN_ID = fieldOf(3, I64);
const PARENT_SPAN_ID = fieldOf(4, I64);
const OPERATION_NAME = fieldOf(5, STRING);
const REFERENCES = fieldOf(6, LIST);
const FLAGS = fieldOf(7, I32);
const START_TIME = fieldOf(8, I64);
const DURATION = fieldOf(9, I64);
const TAGS = fieldOf(10, LIST);
const LOGS = fieldOf(11, LIST);

const REQUIRED: readonly string[] = [
  '',
  'traceIdLow',
  'traceIdHigh',
  'spanId',
  'parentSpanId',
  'operationName',
  '',
  'flags',
  'startTime',
  'duration',
];
const REQUIRED_BITS = requiredBits(REQUIRED);
export class SpanDriver {
  readonly #tags: TagReader;
  readonly #w: NativeWriter;
  readonly #references: ReferenceDriver;
  readonly #logs: LogDriver;
  #seen = 0;
  #traceLowLo = 0;
  #traceLowHi = 0;
  #traceHighLo = 0;
  #traceHighHi = 0;

  constructor(w: NativeWriter, tags: TagReader) {
    this.#w = w;
    this.#tags = tags;
    this.#references = new ReferenceDriver(w);
    this.#logs = new LogDriver(w, tags);
  }

  /** The span at the cursor. */
  copy(r: ThriftReader): void {
    const w = this.#w;
    this.#seen = 0;
    w.beginSpan();
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) this.#field(r, field);
    r.endStruct(mark);
    if ((this.#seen & REQUIRED_BITS) !== REQUIRED_BITS) {
      throw missingField('Span', REQUIRED, this.#seen, r.pos);
    }
    w.traceId(this.#traceHighHi, this.#traceHighLo, this.#traceLowHi, this.#traceLowLo);
    w.endSpan();
  }

  #field(r: ThriftReader, field: number): void {
    switch (field) {
      case TRACE_ID_LOW:
        r.int64();
        this.#traceLowLo = r.lo;
        this.#traceLowHi = r.hi;
        break;
      case TRACE_ID_HIGH:
        r.int64();
        this.#traceHighLo = r.lo;
        this.#traceHighHi = r.hi;
        break;
      case SPAN_ID:
        r.int64();
        this.#w.spanId(r.hi, r.lo);
        break;
      case PARENT_SPAN_ID:
        r.int64();
        this.#w.parentId(r.hi, r.lo);
        break;
      case OPERATION_NAME: {
        const end = r.stringEnd();
        this.#w.operation(r.bytes, r.pos, end);
        r.pos = end;
        break;
      }
      default:
        this.#laterField(r, field);
        return;
    }
    this.#seen |= 1 << (field >> 4);
  }

  #laterField(r: ThriftReader, field: number): void {
    switch (field) {
      case REFERENCES:
        for (let left = structListSize(r); left > 0; left--) this.#references.copy(r);
        break;
      case FLAGS:
        this.#w.flags(r.int32());
        break;
      case START_TIME:
        this.#w.startMicros(signed64(r));
        break;
      case DURATION:
        this.#w.durationMicros(signed64(r));
        break;
      case TAGS:
        for (let left = structListSize(r); left > 0; left--) this.#tags.copy(r, this.#w);
        break;
      case LOGS:
        for (let left = structListSize(r); left > 0; left--) this.#logs.copy(r);
        break;
      default:
        r.skip(field);
        return;
    }
    this.#seen |= 1 << (field >> 4);
  }
}
