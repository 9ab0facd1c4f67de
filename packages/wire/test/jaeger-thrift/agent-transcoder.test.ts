// Datagrams: envelopes, what clients say of themselves, and what a bad one does to the others.
import { NameTable } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { AgentTranscoder } from '../../src/index.ts';
import { refusalOf } from '../refusal-of.ts';
import {
  encodeCall,
  encodeStruct,
  i64,
  PROTOCOLS,
  type Struct,
  struct,
  structs,
  text,
} from '../thrift/thrift-oracle.ts';
import { batch, emitBatchArgs, process, span, stringTag, tag } from './batch-structs.ts';

const transcoderOf = (): AgentTranscoder => new AgentTranscoder(new NameTable(), null);
const emit = (fields: Struct, protocol: 'compact' | 'binary' = 'compact', type = 4): Uint8Array =>
  encodeCall(protocol, 'emitBatch', emitBatchArgs(fields), type);
const ZIPKIN_SPAN: Struct = [
  [1, i64(1)],
  [3, text('z')],
  [4, i64(2)],
];

describe.for(PROTOCOLS)('%s', (protocol) => {
  test.for([
    { type: 1, name: 'a call' },
    { type: 4, name: 'a one-way call' },
  ])('$name is taken', ({ type }) => {
    const message = transcoderOf().add(emit(batch([span(), span()]), protocol, type));
    expect(message).toEqual({
      model: 'jaeger',
      protocol,
      spans: 2,
      seqNo: null,
      clientUuid: '',
      fullQueueDroppedSpans: 0,
      tooLargeDroppedSpans: 0,
      failedToEmitSpans: 0,
    });
  });

  test('a list of Zipkin spans is taken on the same port', () => {
    const message = transcoderOf().add(encodeCall(protocol, 'emitZipkinBatch', [[1, structs([ZIPKIN_SPAN])]]));
    expect(message).toMatchObject({ model: 'zipkin', protocol, spans: 1, seqNo: null, clientUuid: '' });
  });

  test.for([2, 3])('message type %i is refused', (type) => {
    const error = refusalOf(() => transcoderOf().add(emit(batch([span()]), protocol, type)));
    expect(error.message).toMatch(new RegExp(`^message type ${type} of emitBatch at byte \\d$`));
  });

  test('another method is refused by its name', () => {
    const error = refusalOf(() => transcoderOf().add(encodeCall(protocol, 'emit"Something', [])));
    expect([error.code, error.message]).toEqual([
      'PAYLOAD_MALFORMED',
      'method "emit\\"Something" is not one of an agent at byte 0',
    ]);
  });

  test.for([
    { method: 'emitBatch', text: /^emitBatch: no argument batch at byte \d+$/ },
    { method: 'emitZipkinBatch', text: /^emitZipkinBatch: no argument spans at byte \d+$/ },
  ])('$method without its argument is refused', ({ method, text: said }) => {
    expect(refusalOf(() => transcoderOf().add(encodeCall(protocol, method, []))).message).toMatch(said);
  });

  test('sequence number, stats and client-uuid are told', () => {
    const stats: Struct = [
      [1, i64(3)],
      [2, i64(2)],
      [3, i64(1)],
    ];
    const tags = structs([
      tag('client-uuid', 3, { 6: i64(5) }),
      stringTag('client-uuid', 'u-1'),
      stringTag('client-uuid', 'u-2'),
    ]);
    const fields = batch([span()], { 1: struct(process({ 2: tags })), 3: i64(77), 4: struct(stats) });
    expect(transcoderOf().add(emit(fields, protocol))).toMatchObject({
      seqNo: 77,
      clientUuid: 'u-1',
      fullQueueDroppedSpans: 3,
      tooLargeDroppedSpans: 2,
      failedToEmitSpans: 1,
    });
  });

  test('what one client says is not said of the next', () => {
    const transcoder = transcoderOf();
    const tags = structs([stringTag('client-uuid', 'u-1')]);
    const stats: Struct = [1, 2, 3].map((id) => [id, i64(9)] as const);
    transcoder.add(emit(batch([span()], { 1: struct(process({ 2: tags })), 3: i64(1), 4: struct(stats) }), protocol));
    expect(transcoder.add(emit(batch([span()]), protocol))).toMatchObject({
      seqNo: null,
      clientUuid: '',
      failedToEmitSpans: 0,
    });
  });

  test('bytes after the message are ignored', () => {
    const packet = emit(batch([span()]), protocol);
    expect(transcoderOf().add(Uint8Array.from([...packet, 0xff, 0xff])).spans).toBe(1);
  });
});

describe('envelopes that npm thrift does not write', () => {
  const args = encodeStruct('binary', emitBatchArgs(batch([span()])));
  const name = Buffer.from('emitBatch');

  test('the binary form without a version is taken', () => {
    const packet = Uint8Array.from([0, 0, 0, name.length, ...name, 4, 0, 0, 0, 1, ...args]);
    expect(transcoderOf().add(packet)).toMatchObject({ protocol: 'binary', spans: 1 });
  });

  test.for([
    { packet: [], text: 'unexpected EOF at byte 0' },
    { packet: [0x82], text: 'unexpected EOF at byte 1' },
    { packet: [0x82, 0x82, 1, 0], text: 'compact thrift version 2 at byte 1' },
    { packet: [0x80, 2, 0, 1], text: 'no thrift message: it begins 0x80020001 at byte 0' },
    { packet: [...Buffer.from('GET / HTTP/1.1\r\n')], text: 'unexpected EOF at byte 0' },
    { packet: [0, 0, 0, 1, 0x61], text: 'unexpected EOF at byte 5' },
    { packet: [0, 0, 0, 0], text: 'unexpected EOF at byte 4' },
  ])('$packet is refused: $text', ({ packet, text: said }) => {
    expect(refusalOf(() => transcoderOf().add(Uint8Array.from(packet))).message).toBe(said);
  });

  test('of a long method name only the beginning is shown', () => {
    const { message } = refusalOf(() => transcoderOf().add(encodeCall('compact', 'm'.repeat(10_000), [])));
    expect(message).toBe(`method "${'m'.repeat(64)}" is not one of an agent at byte 0`);
  });
});

describe('several packets', () => {
  test('are taken together, in their order, each with its process', () => {
    const transcoder = transcoderOf();
    for (const service of ['a', 'b', 'c']) {
      transcoder.add(emit(batch([span(), span()], { 1: struct(process({ 1: text(service) })) })));
    }
    expect(transcoder.pendingSpans).toBe(6);
    const taken = transcoder.take();
    expect(Array.from({ length: 6 }, (_, row) => taken?.span(row).service)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  test('pendingBytes is the length of the batch that take answers, and zero after it', () => {
    const transcoder = transcoderOf();
    transcoder.add(emit(batch([span()])));
    const { pendingBytes } = transcoder;
    expect(transcoder.take()?.bytes.length).toBe(pendingBytes);
    expect([transcoder.pendingBytes, transcoder.pendingSpans, transcoder.take()]).toEqual([0, 0, null]);
  });

  test('packets without spans leave nothing to take', () => {
    const transcoder = transcoderOf();
    expect(transcoder.add(emit(batch([]))).spans).toBe(0);
    expect([transcoder.pendingBytes, transcoder.take()]).toEqual([0, null]);
  });

  test.for(PROTOCOLS)(
    'a packet cut off at any byte, %s, is refused with its method and leaves those before it',
    (protocol) => {
      const good = emit(
        batch([span({ 10: structs([stringTag('k', 'v')]) })], { 1: struct(process({ 1: text('good') })) }),
        protocol,
      );
      const bad = emit(batch([span(), span()], { 1: struct(process({ 1: text('bad') })) }), protocol);
      const alone = transcoderOf();
      alone.add(good);
      const expected = alone.take()?.bytes;
      const transcoder = transcoderOf();
      for (let length = 0; length < bad.length; length++) {
        transcoder.add(good);
        const error = refusalOf(() => transcoder.add(bad.slice(0, length)));
        expect([error.code, error.offset! <= length]).toEqual(['PAYLOAD_MALFORMED', true]);
        if (length > 20) expect(error.message).toMatch(/^emitBatch: .+ at byte \d+$/);
        expect(transcoder.take()?.bytes).toEqual(expected);
      }
    },
  );

  test('a packet whose process is bad is taken back with all its spans', () => {
    const transcoder = transcoderOf();
    transcoder.add(emit(batch([span()])));
    refusalOf(() => transcoder.add(emit(batch([span(), span()], { 1: struct(process({ 1: null })) }))));
    expect(transcoder.pendingSpans).toBe(1);
    expect(transcoder.take()?.length).toBe(1);
  });
});
