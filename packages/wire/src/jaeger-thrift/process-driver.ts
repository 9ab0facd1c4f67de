// jaeger.thrift Process into the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, LIST, STRING } from '../thrift/thrift-types.ts';
import { missingField, requiredBits } from './missing-field.ts';
import { structListSize } from './struct-list.ts';
import type { TagReader } from './tag-reader.ts';

const SERVICE_NAME = fieldOf(1, STRING);
const TAGS = fieldOf(2, LIST);
const REQUIRED: readonly string[] = ['', 'serviceName'];
const REQUIRED_BITS = requiredBits(REQUIRED);

const CLIENT_UUID = 'client-uuid';
const decoder = new TextDecoder();

export class ProcessDriver {
  /** The tag by which an agent tells clients apart; '' = none. */
  clientUuid = '';
  readonly #w: NativeWriter;
  readonly #tags: TagReader;

  constructor(w: NativeWriter, tags: TagReader) {
    this.#w = w;
    this.#tags = tags;
  }

  /** The process at the cursor. The writer wants the name first: tags wait until the struct has ended. */
  copy(r: ThriftReader): void {
    let seen = 0;
    let tagsAt = -1;
    this.clientUuid = '';
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === SERVICE_NAME && seen === 0) {
        const end = r.stringEnd();
        this.#w.serviceName(r.bytes, r.pos, end);
        r.pos = end;
        seen = REQUIRED_BITS;
      } else {
        if (field === TAGS) tagsAt = r.pos;
        r.skip(field);
      }
    }
    if (seen !== REQUIRED_BITS) throw missingField('Process', REQUIRED, seen, r.pos);
    if (tagsAt >= 0) this.#tagsAt(r, tagsAt);
    r.endStruct(mark);
  }

  #tagsAt(r: ThriftReader, at: number): void {
    const end = r.pos;
    const tags = this.#tags;
    r.pos = at;
    for (let left = structListSize(r); left > 0; left--) {
      tags.copy(r, this.#w);
      if (tags.keyEnd - tags.keyAt === CLIENT_UUID.length && this.clientUuid === '') this.#noteUuid(r.bytes);
    }
    r.pos = end;
  }

  #noteUuid(bytes: Uint8Array): void {
    const { keyAt, keyEnd, textAt, textEnd } = this.#tags;
    if (decoder.decode(bytes.subarray(keyAt, keyEnd)) !== CLIENT_UUID) return;
    this.clientUuid = decoder.decode(bytes.subarray(textAt, textEnd));
  }
}
