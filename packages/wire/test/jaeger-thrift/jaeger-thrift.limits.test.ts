// Messages built to take more than they are worth.
import { NameTable } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { AgentTranscoder, JaegerThriftDecoder } from '../../src/index.ts';
import { refusalOf } from '../refusal-of.ts';
import {
  encodeCall,
  encodeStruct,
  i64,
  PROTOCOLS,
  type Protocol,
  type Struct,
  struct,
  structs,
  text,
} from '../thrift/thrift-oracle.ts';
import { batch, emitBatchArgs, log, process, reference, span, stringTag } from './batch-structs.ts';

const COLUMN_BYTES = 57;

const transcoderOf = (): AgentTranscoder => new AgentTranscoder(new NameTable(), 'proto');
const emit = (protocol: Protocol, fields: Struct): Uint8Array =>
  encodeCall(protocol, 'emitBatch', emitBatchArgs(fields));

/** `whole` with the list that begins `head` saying it has 2^31 - 1 elements. */
function withHugeList(protocol: Protocol, whole: Uint8Array, head: readonly number[]): Uint8Array {
  const at = Buffer.from(whole).indexOf(Buffer.from(head));
  if (at < 0) throw new Error('no such list');
  const huge =
    protocol === 'compact'
      ? [head[0]!, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07]
      : [...head.slice(0, 4), 0x7f, 0xff, 0xff, 0xff];
  return Uint8Array.from([...whole.subarray(0, at), ...huge, ...whole.subarray(at + head.length)]);
}

describe.for(PROTOCOLS)('%s', (protocol) => {
  const isCompact = protocol === 'compact';
  // A list of one struct, by what comes before its field; binary heads carry the field id.
  const lists: readonly { readonly name: string; readonly fields: Struct; readonly head: readonly number[] }[] = [
    { name: 'spans', fields: batch([span()]), head: isCompact ? [0x19, 0x1c] : [15, 0, 2, 12, 0, 0, 0, 1] },
    {
      name: 'tags',
      fields: batch([span({ 10: structs([stringTag('k', 'v')]) })]),
      head: isCompact ? [0x19, 0x1c, 0x18, 0x01, 0x6b] : [15, 0, 10, 12, 0, 0, 0, 1],
    },
    {
      name: 'references',
      fields: batch([span({ 6: structs([reference(0, 1n, 1n, 1n)]) })]),
      head: isCompact ? [0x19, 0x1c, 0x15] : [15, 0, 6, 12, 0, 0, 0, 1],
    },
    {
      name: 'logs',
      fields: batch([span({ 10: structs([]), 11: structs([log(1, [])]) })]),
      head: isCompact ? [0x19, 0x1c, 0x16] : [15, 0, 11, 12, 0, 0, 0, 1],
    },
  ];

  test.for(lists)('2^31 $name are refused before anything is made for them', ({ fields, head }) => {
    const bytes = withHugeList(protocol, emit(protocol, fields), isCompact ? head.slice(0, 2) : head);
    const { message } = refusalOf(() => transcoderOf().add(bytes));
    expect(message).toMatch(/^emitBatch: 2147483647 elements in \d+ bytes at byte \d+$/);
  });

  test('a million structs of one byte are refused at the first', () => {
    const empty = struct([]);
    const value = Array.from({ length: 1000 }, () => empty);
    const bytes = emit(protocol, batch([], { 2: { type: 'list', of: 'struct', value } }));
    expect(refusalOf(() => transcoderOf().add(bytes)).message).toMatch(/Span without traceIdLow/);
  });

  test('an unknown field full of structs of one byte is passed over', () => {
    const value = Array.from({ length: 50_000 }, () => struct([]));
    const bytes = emit(protocol, batch([span()], { 20: { type: 'list', of: 'struct', value } }));
    expect(transcoderOf().add(bytes).spans).toBe(1);
  });

  test('an unknown field nested deeper than 64 is refused', () => {
    let deep: Struct = [];
    for (let level = 0; level < 100; level++) deep = [[1, struct(deep)]];
    const bytes = emit(protocol, batch([span({ 20: struct(deep) })]));
    expect(refusalOf(() => transcoderOf().add(bytes)).message).toMatch(
      /^emitBatch: nested deeper than 64 at byte \d+$/,
    );
  });

  test('spans without tags, as many as a datagram holds, are taken', () => {
    const id = 2n ** 61n;
    const bare = span({ 1: i64(id), 2: i64(0), 3: i64(id + 1n), 4: i64(id + 2n), 5: text('operation') });
    const count = Math.floor(64_000 / encodeStruct(protocol, bare).length);
    const bytes = emit(protocol, batch(Array.from({ length: count }, () => bare)));
    const transcoder = transcoderOf();
    expect(transcoder.add(bytes).spans).toBe(count);
    const taken = transcoder.take();
    expect(taken!.bytes.length + COLUMN_BYTES * count).toBeLessThanOrEqual(4 * bytes.length + 65_536);
  });
});

describe('the size of what a message becomes', () => {
  const tiny = span({
    1: i64(0),
    2: i64(0),
    3: i64(1),
    4: i64(1),
    5: text(''),
    7: { type: 'i32', value: 0 },
    8: i64(0),
    9: i64(0),
  });

  test('spans of 17 bytes are taken while they are few', () => {
    expect(transcoderOf().add(emit('compact', batch(Array.from({ length: 300 }, () => tiny)))).spans).toBe(300);
  });

  test('over 4 times the datagram and 64 KiB it is refused, and nothing of it stays', () => {
    const bytes = emit('compact', batch(Array.from({ length: 3800 }, () => tiny)));
    const transcoder = transcoderOf();
    const error = refusalOf(() => transcoder.add(bytes));
    expect([error.code, error.message]).toEqual([
      'PAYLOAD_TOO_LARGE',
      expect.stringMatching(/^emitBatch: \d+ bytes hold too many tiny spans or parts of spans$/),
    ]);
    expect([transcoder.pendingSpans, transcoder.pendingBytes]).toEqual([0, 0]);
  });

  test('datagrams are measured one by one: many small ones are taken', () => {
    const transcoder = transcoderOf();
    const bytes = emit('compact', batch(Array.from({ length: 300 }, () => tiny)));
    for (let n = 0; n < 50; n++) transcoder.add(bytes);
    expect(transcoder.take()?.length).toBe(15_000);
  });

  test('no body becomes over 4 times its length: 20,000 spans of the least a body can say', () => {
    const body = encodeStruct('binary', batch(Array.from({ length: 20_000 }, () => tiny)));
    const { bytes, length } = new JaegerThriftDecoder('jaeger').decode(body, new NameTable());
    expect(bytes.length + COLUMN_BYTES * length).toBeLessThanOrEqual(4 * body.length);
  });

  test('over 500,000 spans in one body are refused whatever their size', () => {
    const one = encodeStruct('binary', span());
    const count = 500_001;
    const head = encodeStruct('binary', batch([], { 1: struct(process()), 2: null })).slice(0, -1);
    const body = new Uint8Array(head.length + 8 + one.length * count + 1);
    body.set(head);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(count);
    body.set([15, 0, 2, 12, ...size], head.length);
    for (let n = 0; n < count; n++) body.set(one, head.length + 8 + n * one.length);
    const error = refusalOf(() => new JaegerThriftDecoder(null).decode(body, new NameTable()));
    expect([error.code, error.message]).toEqual(['PAYLOAD_TOO_LARGE', 'more than 500000 spans in one message']);
  });
});
