// jaeger.thrift SpanRef into the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I32, I64 } from '../thrift/thrift-types.ts';
import { missingField, requiredBits } from './missing-field.ts';

const REF_TYPE = fieldOf(1, I32);
const TRACE_ID_LOW = fieldOf(2, I64);
const TRACE_ID_HIGH = fieldOf(3, I64);
const SPAN_ID = fieldOf(4, I64);
const REQUIRED: readonly string[] = ['', 'refType', 'traceIdLow', 'traceIdHigh', 'spanId'];
const REQUIRED_BITS = requiredBits(REQUIRED);

const FOLLOWS_FROM = 1;

export class ReferenceDriver {
  readonly #w: NativeWriter;
  /** Trace and span id, most significant word first. */
  readonly #ids = new Uint32Array(6);

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** The reference at the cursor; one of an unknown type becomes CHILD_OF. */
  copy(r: ThriftReader): void {
    const ids = this.#ids;
    let seen = 0;
    let type = 0;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === TRACE_ID_LOW) this.#id(r, 2);
      else if (field === TRACE_ID_HIGH) this.#id(r, 0);
      else if (field === SPAN_ID) this.#id(r, 4);
      else if (field === REF_TYPE) type = r.int32();
      else {
        r.skip(field);
        continue;
      }
      seen |= 1 << (field >> 4);
    }
    r.endStruct(mark);
    if (seen !== REQUIRED_BITS) throw missingField('SpanRef', REQUIRED, seen, r.pos);
    this.#w.reference(type === FOLLOWS_FROM, ids[0]!, ids[1]!, ids[2]!, ids[3]!, ids[4]!, ids[5]!);
  }

  #id(r: ThriftReader, word: number): void {
    r.int64();
    this.#ids[word] = r.hi;
    this.#ids[word + 1] = r.lo;
  }
}
