// jaeger.thrift ClientStats: what a client says it lost.
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I64 } from '../thrift/thrift-types.ts';
import { missingField, requiredBits } from './missing-field.ts';
import { signed64 } from './signed64.ts';

const FULL_QUEUE = fieldOf(1, I64);
const TOO_LARGE = fieldOf(2, I64);
const FAILED_TO_EMIT = fieldOf(3, I64);
const REQUIRED: readonly string[] = ['', 'fullQueueDroppedSpans', 'tooLargeDroppedSpans', 'failedToEmitSpans'];
const REQUIRED_BITS = requiredBits(REQUIRED);

/** Spans, since the client started. */
export class ClientStats {
  fullQueueDroppedSpans = 0;
  tooLargeDroppedSpans = 0;
  failedToEmitSpans = 0;

  reset(): void {
    this.fullQueueDroppedSpans = this.tooLargeDroppedSpans = this.failedToEmitSpans = 0;
  }

  /** The struct at the cursor. */
  read(r: ThriftReader): void {
    let seen = 0;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === FULL_QUEUE) this.fullQueueDroppedSpans = signed64(r);
      else if (field === TOO_LARGE) this.tooLargeDroppedSpans = signed64(r);
      else if (field === FAILED_TO_EMIT) this.failedToEmitSpans = signed64(r);
      else {
        r.skip(field);
        continue;
      }
      seen |= 1 << (field >> 4);
    }
    r.endStruct(mark);
    if (seen !== REQUIRED_BITS) throw missingField('ClientStats', REQUIRED, seen, r.pos);
  }
}
