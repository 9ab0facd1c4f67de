// jaeger.thrift messages written by npm thrift.
import thrift, { type TProtocol, type TProtocolConstructor } from 'thrift';

const { Thrift, TBinaryProtocol, TBufferedTransport, TCompactProtocol } = thrift;
const { I32, I64, LIST, STRING, STRUCT } = Thrift.Type;

export interface ThriftBatch {
  readonly service?: string;
  readonly spans?: number;
  /** Characters of a tag on each span. */
  readonly padding?: number;
}

export interface ThriftMessage extends ThriftBatch {
  readonly protocol?: 'compact' | 'binary';
  readonly method?: string;
}

/** The body of a post to /api/traces. */
export function thriftBody(batch: ThriftBatch = {}): Uint8Array {
  return written(TBinaryProtocol, (output) => writeBatch(output, batch));
}

/** A datagram. */
export function thriftPacket({ protocol = 'compact', method = 'emitBatch', ...batch }: ThriftMessage = {}): Uint8Array {
  return written(protocol === 'compact' ? TCompactProtocol : TBinaryProtocol, (output) => {
    output.writeMessageBegin(method, Thrift.MessageType.ONEWAY, 1);
    struct(output, [[1, STRUCT, () => writeBatch(output, batch)]]);
    output.writeMessageEnd();
  });
}

type Field = readonly [id: number, type: thrift.Thrift.Type, write: () => void];

function written(protocol: TProtocolConstructor, write: (output: TProtocol) => void): Uint8Array {
  let bytes = new Uint8Array(0);
  const transport = new TBufferedTransport(undefined, (buffer) => {
    bytes = Uint8Array.from(buffer ?? []);
  });
  const output = new protocol(transport);
  write(output);
  output.flush();
  return bytes;
}

function struct(output: TProtocol, fields: readonly Field[]): void {
  output.writeStructBegin('');
  for (const [id, type, write] of fields) {
    output.writeFieldBegin('', type, id);
    write();
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
}

function writeBatch(output: TProtocol, { service = 'svc', spans = 1, padding = 0 }: ThriftBatch): void {
  struct(output, [
    [1, STRUCT, () => struct(output, [[1, STRING, () => output.writeString(service)]])],
    [2, LIST, () => list(output, spans, (n) => writeSpan(output, n, padding))],
  ]);
}

function writeSpan(output: TProtocol, n: number, padding: number): void {
  const i64 = (id: number, value: number): Field => [id, I64, () => output.writeI64(value)];
  const tag: readonly Field[] = [
    [1, STRING, () => output.writeString('padding')],
    [2, I32, () => output.writeI32(0)],
    [3, STRING, () => output.writeString('x'.repeat(padding))],
  ];
  struct(output, [
    i64(1, n + 1),
    i64(2, 0),
    i64(3, n + 1),
    i64(4, 0),
    [5, STRING, () => output.writeString('op')],
    [7, I32, () => output.writeI32(1)],
    i64(8, 1_768_471_200_000_000),
    i64(9, 1_000),
    ...(padding === 0 ? [] : [[10, LIST, () => list(output, 1, () => struct(output, tag))] as const]),
  ]);
}

function list(output: TProtocol, length: number, write: (index: number) => void): void {
  output.writeListBegin(STRUCT, length);
  for (let n = 0; n < length; n++) write(n);
  output.writeListEnd();
}
