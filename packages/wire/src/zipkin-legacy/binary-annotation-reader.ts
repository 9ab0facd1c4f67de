// zipkincore BinaryAnnotation: a typed tag.
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I32, STRING, STRUCT } from '../thrift/thrift-types.ts';
import { EndpointReader } from './endpoint-reader.ts';

const KEY = fieldOf(1, STRING);
const VALUE = fieldOf(2, STRING);
const TYPE = fieldOf(3, I32);
const HOST = fieldOf(4, STRUCT);

export const TYPE_BOOL = 0;
export const TYPE_BYTES = 1;
export const TYPE_I16 = 2;
export const TYPE_I32 = 3;
export const TYPE_I64 = 4;
export const TYPE_DOUBLE = 5;
export const TYPE_STRING = 6;

/** One annotation after another; ranges point into the reader's bytes. */
export class BinaryAnnotationReader {
  keyAt = 0;
  keyEnd = 0;
  valueAt = 0;
  valueEnd = 0;
  type = 0;
  hasHost = false;
  /** Stale without `hasHost`. */
  readonly host: EndpointReader = new EndpointReader();

  /** The struct at the cursor. */
  read(r: ThriftReader): void {
    this.keyAt = this.keyEnd = this.valueAt = this.valueEnd = this.type = 0;
    this.hasHost = false;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) this.#field(r, field);
    r.endStruct(mark);
  }

  #field(r: ThriftReader, field: number): void {
    if (field === KEY) {
      this.keyEnd = r.stringEnd();
      this.keyAt = r.pos;
      r.pos = this.keyEnd;
    } else if (field === VALUE) {
      this.valueEnd = r.stringEnd();
      this.valueAt = r.pos;
      r.pos = this.valueEnd;
    } else if (field === TYPE) this.type = r.int32();
    else if (field === HOST) {
      this.host.read(r);
      this.hasHost = true;
    } else r.skip(field);
  }
}
