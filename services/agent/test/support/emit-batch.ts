// emitBatch in the compact protocol, as far as the agent's tests need it; what clients really send is in the recorded
// cases.

const MESSAGE = 0x82;
const ONEWAY_VERSION_1 = 0x81;
const STOP = 0x00;
/** Field heads: the distance to the field before, and the type. */
const I32_AFTER_2 = 0x25;
const I64 = 0x16;
const TEXT = 0x18;
const LIST = 0x19;
const STRUCT = 0x1c;
const LIST_OF_STRUCTS = 0xfc;

/** One datagram with a span for each operation; `padding` are bytes of a tag of the process. */
export function emitBatch(operations: readonly string[], service = 'shop', padding = 0): Uint8Array {
  const tag = Buffer.concat([
    Buffer.of(TEXT),
    text('padding'),
    Buffer.of(0x15),
    varint(0),
    Buffer.of(TEXT),
    text('x'.repeat(padding)),
    Buffer.of(STOP),
  ]);
  const tags = padding === 0 ? [] : [Buffer.of(LIST, LIST_OF_STRUCTS), varint(1), tag];
  return Buffer.concat([
    Buffer.of(MESSAGE, ONEWAY_VERSION_1),
    varint(1),
    text('emitBatch'),
    Buffer.of(STRUCT, STRUCT, TEXT),
    text(service),
    ...tags,
    Buffer.of(STOP, LIST, LIST_OF_STRUCTS),
    varint(operations.length),
    ...operations.map(span),
    Buffer.of(STOP, STOP),
  ]);
}

function span(operation: string): Buffer {
  const id = Buffer.concat([Buffer.of(I64), zigzag(77n)]);
  const none = Buffer.concat([Buffer.of(I64), zigzag(0n)]);
  return Buffer.concat([
    ...[id, none, id, none], // trace id low and high, span id, parent
    Buffer.of(TEXT),
    text(operation),
    Buffer.of(I32_AFTER_2),
    zigzag(1n),
    Buffer.of(I64),
    zigzag(1_768_471_200_000_000n),
    Buffer.of(I64),
    zigzag(1_000n),
    Buffer.of(STOP),
  ]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function zigzag(value: bigint): Buffer {
  return varint(value * 2n);
}

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest >= 128n) {
    bytes.push(Number(rest % 128n) + 128);
    rest /= 128n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}
