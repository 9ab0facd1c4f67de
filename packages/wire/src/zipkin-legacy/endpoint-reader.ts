// zipkincore Endpoint. Nothing in zipkincore is required: what is absent is zero or empty.
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, I16, I32, STRING } from '../thrift/thrift-types.ts';

const IPV4 = fieldOf(1, I32);
const PORT = fieldOf(2, I16);
const SERVICE_NAME = fieldOf(3, STRING);
const IPV6 = fieldOf(4, STRING);

/** One endpoint after another; ranges point into the reader's bytes. */
export class EndpointReader {
  /** Signed, as on the wire. */
  ipv4 = 0;
  /** Signed, as on the wire. */
  port = 0;
  nameAt = 0;
  nameEnd = 0;
  /** -1 = absent. */
  ipv6At = -1;
  ipv6End = 0;

  /** The struct at the cursor. */
  read(r: ThriftReader): void {
    this.ipv4 = this.port = this.nameAt = this.nameEnd = 0;
    this.ipv6At = -1;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === IPV4) this.ipv4 = r.int32();
      else if (field === PORT) this.port = r.int16();
      else if (field === SERVICE_NAME) {
        this.nameEnd = r.stringEnd();
        this.nameAt = r.pos;
        r.pos = this.nameEnd;
      } else if (field === IPV6) {
        this.ipv6End = r.stringEnd();
        this.ipv6At = r.pos;
        r.pos = this.ipv6End;
      } else r.skip(field);
    }
    r.endStruct(mark);
  }
}
