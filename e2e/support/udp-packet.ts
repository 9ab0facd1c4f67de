// emitBatch in binary thrift as a client sends it to 6832: spans of one trace with ids in order.

const STRICT_ONEWAY = 0x80010004;
const TYPE = { i32: 8, i64: 10, string: 11, struct: 12, list: 15 } as const;

export interface PacketSpec {
  readonly service: string;
  readonly traceId: bigint;
  /** Ids are 1, 2, 3... */
  readonly spans: number;
  readonly startMs: number;
  /** Length of the one tag of each span. */
  readonly tagBytes: number;
}

export function udpPacket(spec: PacketSpec): Uint8Array {
  const out = new ThriftBytes();
  out.u32(STRICT_ONEWAY);
  out.text('emitBatch');
  out.u32(0);
  out.field(TYPE.struct, 1);
  out.field(TYPE.struct, 1);
  out.field(TYPE.string, 1);
  out.text(spec.service);
  out.stop();
  out.list(2, spec.spans);
  const tag = 'x'.repeat(spec.tagBytes);
  for (let n = 1; n <= spec.spans; n++) writeSpan(out, spec, BigInt(n), tag);
  out.stop();
  out.stop();
  return out.bytes();
}

function writeSpan(out: ThriftBytes, spec: PacketSpec, id: bigint, tag: string): void {
  const parentId = id === 1n ? 0n : 1n;
  for (const [field, value] of [spec.traceId, 0n, id, parentId].entries()) out.i64(field + 1, value);
  out.field(TYPE.string, 5);
  out.text('work');
  out.field(TYPE.i32, 7);
  out.u32(1);
  out.i64(8, BigInt(spec.startMs) * 1000n);
  out.i64(9, 1_000n);
  out.list(10, 1);
  out.field(TYPE.string, 1);
  out.text('padding');
  out.field(TYPE.i32, 2);
  out.u32(0);
  out.field(TYPE.string, 3);
  out.text(tag);
  out.stop();
  out.stop();
}

class ThriftBytes {
  readonly #parts: Buffer[] = [];

  u32(value: number): void {
    const part = Buffer.alloc(4);
    part.writeUInt32BE(value);
    this.#parts.push(part);
  }

  text(value: string): void {
    const part = Buffer.from(value);
    this.u32(part.length);
    this.#parts.push(part);
  }

  field(type: number, id: number): void {
    this.#parts.push(Buffer.from([type, 0, id]));
  }

  i64(id: number, value: bigint): void {
    this.field(TYPE.i64, id);
    const part = Buffer.alloc(8);
    part.writeBigInt64BE(value);
    this.#parts.push(part);
  }

  /** Of structs. */
  list(id: number, length: number): void {
    this.field(TYPE.list, id);
    this.#parts.push(Buffer.from([TYPE.struct]));
    this.u32(length);
  }

  stop(): void {
    this.#parts.push(Buffer.from([0]));
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}
