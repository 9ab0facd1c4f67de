// jaeger.thrift Batch into the native writer, from either protocol. Thrift has no lengths around structs:
// after a bad span nothing can be found again, so an error loses the batch, which the caller takes back.
import type { NativeWriter } from '../native/native-writer.ts';
import { OutputBound } from '../native/output-bound.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I64, LIST, STRUCT } from '../thrift/thrift-types.ts';
import { ClientStats } from './client-stats.ts';
import { missingField, requiredBits } from './missing-field.ts';
import { ProcessDriver } from './process-driver.ts';
import { signed64 } from './signed64.ts';
import { SpanDriver } from './span-driver.ts';
import { structListSize } from './struct-list.ts';
import { TagReader } from './tag-reader.ts';

const PROCESS = fieldOf(1, STRUCT);
const SPANS = fieldOf(2, LIST);
const SEQ_NO = fieldOf(3, I64);
const STATS = fieldOf(4, STRUCT);
const REQUIRED: readonly string[] = ['', 'process', 'spans'];
const REQUIRED_BITS = requiredBits(REQUIRED);

export class BatchDriver {
  /** Of the last batch; null = it had no number. */
  seqNo: number | null = null;
  /** Of the last batch; zeros when it had none. */
  readonly stats: ClientStats = new ClientStats();
  readonly #w: NativeWriter;
  readonly #bound: OutputBound;
  readonly #process: ProcessDriver;
  readonly #spans: SpanDriver;

  constructor(w: NativeWriter) {
    const tags = new TagReader();
    this.#w = w;
    this.#bound = new OutputBound(w);
    this.#process = new ProcessDriver(w, tags);
    this.#spans = new SpanDriver(w, tags);
  }

  /** Of the last batch; '' = none. */
  get clientUuid(): string {
    return this.#process.clientUuid;
  }

  /** The batch at the cursor: its spans, wherever the process comes, and then the process. */
  copy(r: ThriftReader): void {
    let seen = 0;
    let processAt = 0;
    this.seqNo = null;
    this.stats.reset();
    this.#bound.begin(r.end - r.pos);
    this.#w.beginBatch();
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === PROCESS) {
        processAt = r.pos;
        r.skip(field);
      } else if (field === SPANS) this.#spansAt(r);
      else if (field === SEQ_NO) this.seqNo = signed64(r);
      else if (field === STATS) this.stats.read(r);
      else {
        r.skip(field);
        continue;
      }
      seen |= 1 << (field >> 4);
    }
    if ((seen & REQUIRED_BITS) !== REQUIRED_BITS) throw missingField('Batch', REQUIRED, seen, r.pos);
    this.#processAt(r, processAt);
    r.endStruct(mark);
  }

  #spansAt(r: ThriftReader): void {
    for (let left = structListSize(r); left > 0; left--) {
      this.#spans.copy(r);
      this.#bound.check();
    }
  }

  #processAt(r: ThriftReader, at: number): void {
    const end = r.pos;
    r.pos = at;
    this.#w.beginProcess();
    this.#process.copy(r);
    this.#w.endBatch();
    r.pos = end;
  }
}
