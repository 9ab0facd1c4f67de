// jaeger.thrift Log into the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I64, LIST } from '../thrift/thrift-types.ts';
import { missingField, requiredBits } from './missing-field.ts';
import { signed64 } from './signed64.ts';
import { structListSize } from './struct-list.ts';
import type { TagReader } from './tag-reader.ts';

const TIMESTAMP = fieldOf(1, I64);
const FIELDS = fieldOf(2, LIST);
const REQUIRED: readonly string[] = ['', 'timestamp', 'fields'];
const REQUIRED_BITS = requiredBits(REQUIRED);
const HAS_TIMESTAMP = 1 << 1;

export class LogDriver {
  readonly #w: NativeWriter;
  readonly #tags: TagReader;

  constructor(w: NativeWriter, tags: TagReader) {
    this.#w = w;
    this.#tags = tags;
  }

  /** The log at the cursor. The writer wants the time first: fields before it are passed over and read at the end. */
  copy(r: ThriftReader): void {
    let seen = 0;
    let unreadAt = -1;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === TIMESTAMP && (seen & HAS_TIMESTAMP) === 0) this.#w.beginLogMicros(signed64(r));
      else if (field === FIELDS && (seen & HAS_TIMESTAMP) !== 0) this.#fields(r);
      else if (field === FIELDS) {
        unreadAt = r.pos;
        r.skip(field);
      } else {
        r.skip(field);
        continue;
      }
      seen |= 1 << (field >> 4);
    }
    if (seen !== REQUIRED_BITS) throw missingField('Log', REQUIRED, seen, r.pos);
    const end = r.pos;
    if (unreadAt >= 0) {
      r.pos = unreadAt;
      this.#fields(r);
      r.pos = end;
    }
    r.endStruct(mark);
    this.#w.endLog();
  }

  #fields(r: ThriftReader): void {
    for (let left = structListSize(r); left > 0; left--) this.#tags.copy(r, this.#w);
  }
}
