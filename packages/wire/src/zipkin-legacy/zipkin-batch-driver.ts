// zipkincore span lists into the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import { malformed } from '../protobuf/malformed.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';

export class ZipkinBatchDriver {
  readonly #w: NativeWriter;

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** The list at the cursor. */
  copy(r: ThriftReader): void {
    throw malformed(`${this.#w.spans}`, r.pos);
  }
}
