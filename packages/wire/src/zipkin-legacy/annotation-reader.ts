// zipkincore Annotation: something that happened at a time.
import { signed64 } from '../jaeger-thrift/signed64.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I64, STRING, STRUCT } from '../thrift/thrift-types.ts';
import { EndpointReader } from './endpoint-reader.ts';

const TIMESTAMP = fieldOf(1, I64);
const VALUE = fieldOf(2, STRING);
const HOST = fieldOf(3, STRUCT);

/** The core annotations; they say when a call's two sides began and ended. */
export const CLIENT_SEND = 0;
export const CLIENT_RECEIVE = 1;
export const SERVER_RECEIVE = 2;
export const SERVER_SEND = 3;
export const CORE_ROLES = 4;
export const NO_ROLE = -1;

const LETTER_C = 0x63;
const LETTER_R = 0x72;
const LETTER_S = 0x73;

/** One annotation after another; ranges point into the reader's bytes. */
export class AnnotationReader {
  /** Unix µs. */
  timeUs = 0;
  valueAt = 0;
  valueEnd = 0;
  /** One of the core annotations, or NO_ROLE. */
  role: number = NO_ROLE;
  hasHost = false;
  /** Stale without `hasHost`. */
  readonly host: EndpointReader = new EndpointReader();

  /** The struct at the cursor. */
  read(r: ThriftReader): void {
    this.timeUs = this.valueAt = this.valueEnd = 0;
    this.hasHost = false;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === TIMESTAMP) this.timeUs = signed64(r);
      else if (field === VALUE) {
        this.valueEnd = r.stringEnd();
        this.valueAt = r.pos;
        r.pos = this.valueEnd;
      } else if (field === HOST) {
        this.host.read(r);
        this.hasHost = true;
      } else r.skip(field);
    }
    r.endStruct(mark);
    this.role =
      this.valueEnd - this.valueAt === 2 ? roleOf(r.bytes[this.valueAt]!, r.bytes[this.valueAt + 1]!) : NO_ROLE;
  }
}

function roleOf(side: number, direction: number): number {
  if (direction !== LETTER_R && direction !== LETTER_S) return NO_ROLE;
  if (side === LETTER_C) return direction === LETTER_S ? CLIENT_SEND : CLIENT_RECEIVE;
  if (side === LETTER_S) return direction === LETTER_R ? SERVER_RECEIVE : SERVER_SEND;
  return NO_ROLE;
}
