// What the codecs cost: `node --conditions=development bench/decode.ts [FILE]`. FILE is an encoded
// request to measure beside the generated ones, e.g. what a load generator dumped.
import { readFileSync } from 'node:fs';
import { NameTable } from '@spoor/core';
import {
  AgentTranscoder,
  decodeJaegerThrift,
  decodeOtlpProto,
  encodeOtlpProto,
  JaegerThriftDecoder,
  PostSpansDecoder,
  PostSpansEncoder,
  SpanReader,
  ZipkinDecoder,
} from '@spoor/wire';
import { type Case, calibration, measure, report } from './src/cpu-time.ts';
import { sampleTraces } from './src/sample-traces.ts';
import { emitBatch, thriftBatch } from './src/thrift-payload.ts';
import { zipkinV1Json, zipkinV2Json } from './src/zipkin-payload.ts';

const BATCH_SPANS = 100;
/** Distinct requests, so that no cache of the reader holds everything. */
const BATCHES = 20;
const ROUNDS = 12;

function codecCases(name: string, payloads: readonly Uint8Array[]): Case[] {
  const names = new NameTable();
  const batches = payloads.map((bytes) => decodeOtlpProto(bytes, names));
  const spans = batches.reduce((sum, batch) => sum + batch.length, 0);
  const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
  const reader = new SpanReader();
  const readAll = (): void => {
    for (const { bytes: stored, columns, resources, scopes, length } of batches) {
      const resource = reader.resource(stored, resources.at[0]!, resources.bytes[0]!, 0, 0);
      const scope = reader.scope(stored, scopes.at[0]!, scopes.bytes[0]!, 0, 0);
      for (let row = 0; row < length; row++) {
        reader.span(stored, columns.spanStart[row]!, columns.spanBytes[row]!, resource, scope);
      }
    }
  };
  const title = `${name} (${Math.round(bytes / spans)} B a span)`;
  return [
    {
      name: `decode ${title}`,
      units: spans,
      calls: Math.ceil(60_000 / spans),
      run: () => {
        for (const payload of payloads) decodeOtlpProto(payload, names);
      },
    },
    { name: `read ${title}`, units: spans, calls: Math.ceil(20_000 / spans), run: readAll },
  ];
}

/** Batches over HTTP each by itself, datagrams gathered as an agent does. */
function thriftCases(): Case[] {
  const names = new NameTable();
  const posted = traces.map(thriftBatch);
  const decoder = new JaegerThriftDecoder('jaeger');
  const units = BATCHES * BATCH_SPANS;
  const calls = Math.ceil(60_000 / units);
  const cases: Case[] = [];
  for (const protocol of ['compact', 'binary'] as const) {
    const datagrams = traces.map((batch) => emitBatch(batch, protocol === 'compact'));
    const transcoder = new AgentTranscoder(names, 'proto');
    cases.push({
      name: `agent thrift ${protocol} (${bytesASpan(datagrams)} B a span)`,
      units,
      calls,
      run: () => {
        for (const datagram of datagrams) transcoder.add(datagram);
        transcoder.take();
      },
    });
  }
  cases.push({
    name: `decode thrift binary (${bytesASpan(posted)} B a span)`,
    units,
    calls,
    run: () => {
      for (const body of posted) decoder.decode(body, names);
    },
  });
  return cases;
}

/** What an agent forwards, taken in by a collector in messages of one batch each. */
function postSpansCases(): Case[] {
  const names = new NameTable();
  const encoder = new PostSpansEncoder(4 * 1024 * 1024);
  const decoder = new PostSpansDecoder(names, 'proto');
  const transcoder = new AgentTranscoder(names, null);
  const natives = traces.map((batch) => decodeJaegerThrift(thriftBatch(batch), names, null));
  const requests = natives.flatMap((batch) => encoder.encode(batch).requests.map(({ bytes }) => bytes));
  for (const batch of traces) transcoder.add(emitBatch(batch, true));
  const gathered = transcoder.take()!;
  const units = BATCHES * BATCH_SPANS;
  const calls = Math.ceil(60_000 / units);
  return [
    {
      name: `decode api_v2 (${bytesASpan(requests)} B a span)`,
      units,
      calls,
      run: () => {
        for (const request of requests) decoder.decode(request);
      },
    },
    { name: 'encode api_v2, gathered by an agent', units, calls, run: () => void encoder.encode(gathered) },
  ];
}

function zipkinCases(): Case[] {
  const names = new NameTable();
  const decoder = new ZipkinDecoder();
  const v1 = traces.map(zipkinV1Json);
  const v2 = traces.map(zipkinV2Json);
  const units = BATCHES * BATCH_SPANS;
  const calls = Math.ceil(40_000 / units);
  return [
    {
      name: `decode Zipkin v2 JSON (${bytesASpan(v2)} B a span)`,
      units,
      calls,
      run: () => {
        for (const body of v2) decoder.v2Json(body, names);
      },
    },
    {
      name: `decode Zipkin v1 JSON (${bytesASpan(v1)} B a span)`,
      units,
      calls,
      run: () => {
        for (const body of v1) decoder.v1Json(body, names, 0);
      },
    },
  ];
}

function bytesASpan(payloads: readonly Uint8Array[]): number {
  return Math.round(payloads.reduce((sum, { length }) => sum + length, 0) / (BATCHES * BATCH_SPANS));
}

const traces = Array.from({ length: BATCHES }, (_, batch) => sampleTraces(BATCH_SPANS, batch));
const cases = [calibration(), ...codecCases('generated', traces.map(encodeOtlpProto))];
cases.push({
  name: 'encode generated',
  units: BATCHES * BATCH_SPANS,
  calls: 10,
  run: () => {
    for (const batch of traces) encodeOtlpProto(batch);
  },
});
cases.push(...thriftCases(), ...postSpansCases(), ...zipkinCases());
const file = process.argv[2];
if (file !== undefined) cases.push(...codecCases('file', [new Uint8Array(readFileSync(file))]));
console.log(report(measure(cases, ROUNDS)));
