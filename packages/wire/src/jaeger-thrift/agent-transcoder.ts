// Datagrams of jaeger-agent's ports into native spans. Packets gather in one writer until they are taken
// together; one that fails leaves the others alone. Either method and either protocol is taken on any port.
import { type NameTable, type SpanBatch, TracingError } from '@spoor/core';
import { NativeWriter } from '../native/native-writer.ts';
import { malformed } from '../protobuf/malformed.ts';
import { BinaryReader } from '../thrift/binary-reader.ts';
import { CompactReader } from '../thrift/compact-reader.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { fieldOf, LIST, STRUCT } from '../thrift/thrift-types.ts';
import { ZipkinBatchDriver } from '../zipkin-legacy/zipkin-batch-driver.ts';
import type { AgentMessage } from './agent-message.ts';
import { BatchDriver } from './batch-driver.ts';
import { binaryMethod, compactMethod, isCompact } from './message-head.ts';

const BATCH = fieldOf(1, STRUCT);
const ZIPKIN_SPANS = fieldOf(1, LIST);
const EMPTY = new Uint8Array(0);

/** Not for concurrent use. Keeps no packet after `add` has returned. */
export class AgentTranscoder {
  readonly #names: NameTable;
  readonly #w: NativeWriter;
  readonly #jaeger: BatchDriver;
  readonly #zipkin: ZipkinBatchDriver;
  readonly #compact = new CompactReader(EMPTY);
  readonly #binary = new BinaryReader(EMPTY);

  /** `format`: value of the tag `@jaeger@format` that every span gets; null = none. */
  constructor(names: NameTable, format: string | null) {
    this.#names = names;
    this.#w = new NativeWriter(format);
    this.#jaeger = new BatchDriver(this.#w);
    this.#zipkin = new ZipkinBatchDriver(this.#w);
  }

  /** Bytes of the batch that `take` would answer. */
  get pendingBytes(): number {
    return this.#w.length;
  }

  get pendingSpans(): number {
    return this.#w.spans;
  }

  /**
   * Adds the spans of one message. Bytes after it are ignored, as in Jaeger.
   * @throws TracingError PAYLOAD_MALFORMED naming method and byte offset, PAYLOAD_TOO_LARGE; nothing was added then
   */
  add(packet: Uint8Array): AgentMessage {
    const mark = this.#w.mark();
    try {
      return isCompact(packet) ? this.#addCompact(packet) : this.#addBinary(packet);
    } catch (error) {
      this.#w.rewind(mark);
      throw error;
    } finally {
      this.#compact.reset(EMPTY, 0, 0);
      this.#binary.reset(EMPTY, 0, 0);
    }
  }

  /** Everything added since the last time; null = no span. */
  take(): SpanBatch | null {
    return this.#w.spans === 0 ? null : this.#w.finish(this.#names);
  }

  #addCompact(packet: Uint8Array): AgentMessage {
    const r = this.#compact;
    r.reset(packet, 0, packet.length);
    return this.#arguments(r, compactMethod(r));
  }

  #addBinary(packet: Uint8Array): AgentMessage {
    const r = this.#binary;
    r.reset(packet, 0, packet.length);
    return this.#arguments(r, binaryMethod(r));
  }

  #arguments(r: ThriftReader, method: string): AgentMessage {
    const before = this.#w.spans;
    try {
      if (method === 'emitBatch') return this.#emitBatch(r, before);
      if (method === 'emitZipkinBatch') return this.#emitZipkinBatch(r, before);
    } catch (error) {
      throw inMethod(method, error);
    }
    throw malformed(`method ${JSON.stringify(method)} is not one of an agent`, 0);
  }

  #emitBatch(r: ThriftReader, before: number): AgentMessage {
    const batches = this.#each(r, BATCH, () => this.#jaeger.copy(r));
    if (batches === 0) throw malformed('no argument batch', r.pos);
    const { seqNo, clientUuid, stats } = this.#jaeger;
    const { fullQueueDroppedSpans, tooLargeDroppedSpans, failedToEmitSpans } = stats;
    return {
      model: 'jaeger',
      protocol: r.protocol,
      spans: this.#w.spans - before,
      seqNo,
      clientUuid,
      fullQueueDroppedSpans,
      tooLargeDroppedSpans,
      failedToEmitSpans,
    };
  }

  #emitZipkinBatch(r: ThriftReader, before: number): AgentMessage {
    const lists = this.#each(r, ZIPKIN_SPANS, () => this.#zipkin.copy(r));
    if (lists === 0) throw malformed('no argument spans', r.pos);
    return {
      model: 'zipkin',
      protocol: r.protocol,
      spans: this.#w.spans - before,
      seqNo: null,
      clientUuid: '',
      fullQueueDroppedSpans: 0,
      tooLargeDroppedSpans: 0,
      failedToEmitSpans: 0,
    };
  }

  /** Runs `read` on each field `wanted` of the struct at the cursor; answers how often. */
  #each(r: ThriftReader, wanted: number, read: () => void): number {
    let count = 0;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) {
      if (field === wanted) {
        read();
        count++;
      } else r.skip(field);
    }
    r.endStruct(mark);
    return count;
  }
}

function inMethod(method: string, error: unknown): unknown {
  if (!(error instanceof TracingError)) return error;
  const options = error.offset === null ? {} : { offset: error.offset };
  return new TracingError(error.code, `${method}: ${error.message}`, options);
}
