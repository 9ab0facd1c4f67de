// Zipkin v1 spans as plain objects, at random, and their two forms on the wire; thrift is written by npm thrift.
import fc from 'fast-check';
import { Int64, TBinaryProtocol, TBufferedTransport, Thrift, type TProtocol } from 'thrift';

const { BOOL, I16, I32, I64, LIST, STRING, STRUCT } = Thrift.Type;

export interface V1Host {
  readonly serviceName?: string;
  readonly ipv4?: string;
  readonly port?: number;
}

export interface V1Span {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly timestamp?: number;
  readonly duration?: number;
  readonly debug?: boolean;
  readonly annotations?: readonly { readonly timestamp: number; readonly value: string; readonly endpoint?: V1Host }[];
  readonly binaryAnnotations?: readonly {
    readonly key: string;
    readonly value: string | boolean;
    readonly endpoint?: V1Host;
  }[];
}

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((id) => /[^0]/.test(id));
const timeUs = fc.integer({ min: 1, max: 4_000_000_000_000_000 });
const text = fc.oneof(fc.constantFrom('', 'a', 'služba', 'a "b"\\'), fc.string({ maxLength: 12 }));
const host: fc.Arbitrary<V1Host> = fc.record(
  {
    serviceName: fc.constantFrom('front', 'back', ''),
    ipv4: fc.constantFrom('10.0.0.1', '255.0.0.9'),
    port: fc.constantFrom(80, 65_000),
  },
  { requiredKeys: [] },
);
const span: fc.Arbitrary<V1Span> = fc.record(
  {
    traceId: fc.oneof(hex(16), hex(32)),
    id: hex(16),
    parentId: hex(16),
    name: text,
    timestamp: timeUs,
    duration: fc.integer({ min: 0, max: 10_000_000 }),
    debug: fc.boolean(),
    annotations: fc.array(
      fc.record(
        {
          timestamp: timeUs,
          value: fc.oneof(fc.constantFrom('cs', 'cr', 'sr', 'ss', 'ms', 'mr', 'ws'), text),
          endpoint: host,
        },
        { requiredKeys: ['timestamp', 'value'] },
      ),
      { maxLength: 4 },
    ),
    binaryAnnotations: fc.array(
      fc.record(
        {
          key: fc.constantFrom('http.path', 'k', 'ключ', 'error', 'lc', 'sa', 'ca', 'ma', 'x'.repeat(60)),
          value: fc.oneof(text, fc.boolean()),
          endpoint: host,
        },
        { requiredKeys: ['key', 'value'] },
      ),
      { maxLength: 5 },
    ),
  },
  { requiredKeys: ['traceId', 'id'] },
);

export const randomV1Spans: fc.Arbitrary<readonly V1Span[]> = fc.array(span, { maxLength: 5 });

export function v1Json(spans: readonly V1Span[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(spans));
}

export function v1Thrift(spans: readonly V1Span[]): Uint8Array {
  return thriftBytes((output) => list(output, spans, writeSpan));
}

/** Whatever is written, without a message around it. */
export function thriftBytes(write: (output: TProtocol) => void): Uint8Array {
  let bytes = new Uint8Array(0);
  const transport = new TBufferedTransport(undefined, (buffer) => {
    bytes = Uint8Array.from(buffer ?? []);
  });
  const output = new TBinaryProtocol(transport);
  write(output);
  output.flush();
  return bytes;
}

type Field = readonly [id: number, type: Thrift.Type, write: () => void];

/** Fields without a value are not among them. */
export function struct(output: TProtocol, fields: readonly (Field | null)[]): void {
  output.writeStructBegin('');
  for (const field of fields) {
    if (field === null) continue;
    output.writeFieldBegin('', field[1], field[0]);
    field[2]();
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
}

export function list<T>(output: TProtocol, items: readonly T[], write: (output: TProtocol, item: T) => void): void {
  output.writeListBegin(STRUCT, items.length);
  for (const item of items) write(output, item);
  output.writeListEnd();
}

function writeSpan(output: TProtocol, one: V1Span): void {
  const long = (id: number, value: string | number | undefined): Field | null =>
    value === undefined ? null : [id, I64, () => output.writeI64(new Int64(hexOf(value)))];
  struct(output, [
    long(1, one.traceId.slice(-16)),
    [3, STRING, () => output.writeString(one.name ?? '')],
    long(4, one.id),
    long(5, one.parentId),
    [6, LIST, () => list(output, one.annotations ?? [], writeAnnotation)],
    [8, LIST, () => list(output, one.binaryAnnotations ?? [], writeBinaryAnnotation)],
    [9, BOOL, () => output.writeBool(one.debug ?? false)],
    long(10, one.timestamp),
    long(11, one.duration),
    one.traceId.length > 16 ? long(12, one.traceId.slice(0, 16)) : null,
  ]);
}

function writeAnnotation(output: TProtocol, one: NonNullable<V1Span['annotations']>[number]): void {
  struct(output, [
    [1, I64, () => output.writeI64(new Int64(hexOf(one.timestamp)))],
    [2, STRING, () => output.writeString(one.value)],
    hostField(output, 3, one.endpoint),
  ]);
}

function writeBinaryAnnotation(output: TProtocol, one: NonNullable<V1Span['binaryAnnotations']>[number]): void {
  const { key, value } = one;
  struct(output, [
    [1, STRING, () => output.writeString(key)],
    [
      2,
      STRING,
      () => output.writeBinary(typeof value === 'string' ? Buffer.from(value) : Buffer.from([value ? 1 : 0])),
    ],
    [3, I32, () => output.writeI32(typeof value === 'string' ? 6 : 0)],
    hostField(output, 4, one.endpoint),
  ]);
}

function hostField(output: TProtocol, id: number, one: V1Host | undefined): Field | null {
  if (one === undefined) return null;
  const { serviceName = '', ipv4 = '0.0.0.0', port = 0 } = one;
  const word = ipv4.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);
  const write = (): void =>
    struct(output, [
      [1, I32, () => output.writeI32(word)],
      [2, I16, () => output.writeI16((port << 16) >> 16)],
      [3, STRING, () => output.writeString(serviceName)],
    ]);
  return [id, STRUCT, write];
}

/** Int64 takes large numbers as hex only. */
function hexOf(value: string | number): string {
  return typeof value === 'string' ? value : value.toString(16).padStart(16, '0');
}
