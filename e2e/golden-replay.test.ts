// The recorded OTLP payloads and wrong requests, sent to a fresh all-in-one: it must answer as Jaeger 1.76.0
// did, but for the listed differences.
import {
  firstDifference,
  type GoldenAnswer,
  type GoldenIngestCase,
  type GoldenPages,
  type GoldenQueryCase,
  goldenIngestCases,
  goldenQueryCases,
  isRecord,
  normalizeV1,
} from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { GrpcCaller } from './support/grpc-call.ts';
import { type HttpAnswer, httpRequest } from './support/http-request.ts';
import { KNOWN_DIFFERENCES, type View } from './support/known-differences.ts';

const ingestCases = goldenIngestCases();
const queryCases = goldenQueryCases();
let server: AllInOne;
/** First difference of every answer, by case. All are sent before any is read, as when they were recorded. */
const sent = new Map<string, string | null>();

beforeAll(async () => {
  server = await startAllInOne();
  for (const one of ingestCases) sent.set(one.name, await replay(one));
});
afterAll(() => server?.process.stop());

/** A test that must pass, or one that must fail because its difference is known. */
function comparison(name: string, view: View, difference: () => Promise<string | null> | string | null): void {
  const known = KNOWN_DIFFERENCES.find((entry) => entry.name === name && entry.view === view);
  if (known === undefined) test(`${name} [${view}]`, async () => expect(await difference()).toBeNull());
  else {
    test(`${name} [${view}] differs: ${known.reason}`, async () => {
      expect(await difference(), 'the listed difference is stale: the answers agree').not.toBeNull();
    });
  }
}

describe('OTLP payloads', () => {
  for (const one of ingestCases) {
    comparison(one.name, 'resp', () => sent.get(one.name) ?? null);
    if (!one.unstable.includes('v1.json')) comparison(one.name, 'v1', () => readDifference(one.v1, ''));
    if (!one.unstable.includes('v1-raw.json')) comparison(one.name, 'raw', () => readDifference(one.raw, '?raw=true'));
  }
});

describe('wrong requests', () => {
  for (const one of queryCases) comparison(one.name, 'query', () => queryDifference(one));
});

test('every listed difference names a case that is compared', () => {
  const names = new Set([...ingestCases, ...queryCases].map((one) => one.name));
  for (const { name } of KNOWN_DIFFERENCES) expect(names).toContain(name);
});

async function replay(one: GoldenIngestCase): Promise<string | null> {
  for (const [index, payload] of one.payloads.entries()) {
    const want = one.answers[index]!;
    const difference =
      one.protocol === 'otlp-grpc' ? await overGrpc(one, payload, want) : await overHttp(one, payload, want);
    if (difference !== null) return difference;
  }
  return null;
}

async function overGrpc(one: GoldenIngestCase, payload: Uint8Array, want: GoldenAnswer): Promise<string | null> {
  const caller = new GrpcCaller(server.otlpGrpc, { gzip: one.grpcCompression === 'gzip' });
  const got = await caller.export(payload);
  caller.close();
  const responseHex = got.code === 'OK' ? { responseHex: Buffer.from(got.body).toString('hex') } : {};
  const wanted = { grpcCode: want.grpcCode, ...(got.code === 'OK' ? { responseHex: want.responseHex } : {}) };
  return firstDifference(wanted, { grpcCode: got.code, ...responseHex });
}

/** Status, content type and, where it was a success, the body. Texts of errors are the decoder's own. */
async function overHttp(one: GoldenIngestCase, payload: Uint8Array, want: GoldenAnswer): Promise<string | null> {
  const headers = {
    ...(one.contentType === '' ? {} : { 'content-type': one.contentType }),
    ...(one.contentEncoding === '' ? {} : { 'content-encoding': one.contentEncoding }),
  };
  const body = one.method === 'GET' ? null : payload;
  const got = await httpRequest(server.otlpHttp, { method: one.method, target: one.path, headers, body });
  const shown = (status: number | undefined, type: string | undefined, text: string): object =>
    status === 200 ? { status, type, text } : { status, type };
  return firstDifference(
    shown(want.status, want.headers?.['content-type'], want.body ?? ''),
    shown(got.status, got.headers['content-type'], Buffer.from(got.body).toString('latin1')),
  );
}

async function readDifference(pages: GoldenPages, query: string): Promise<string | null> {
  for (const [traceId, want] of Object.entries(pages)) {
    const got = await httpRequest(server.query, { method: 'GET', target: `/api/traces/${traceId}${query}` });
    const page = { status: got.status, contentType: got.headers['content-type'], body: normalizeV1(jsonOf(got)) };
    const wanted = { status: want.status, contentType: want.contentType, body: normalizeV1(want.body) };
    const difference = firstDifference(wanted, page, traceId);
    if (difference !== null) return difference;
  }
  return null;
}

async function queryDifference({ answer, ...question }: GoldenQueryCase): Promise<string | null> {
  const got = await httpRequest(server.query, question);
  const headers = Object.fromEntries(Object.keys(answer.headers).map((name) => [name, got.headers[name]]));
  const page = { status: got.status, contentType: got.headers['content-type'] ?? '', headers };
  const wanted = { status: answer.status, contentType: answer.contentType, headers: answer.headers };
  const inHead = firstDifference(wanted, page);
  if (inHead !== null || answer.isPage || question.method === 'HEAD') return inHead;
  return firstDifference(answer.body, isRecord(answer.body) ? jsonOf(got) : Buffer.from(got.body).toString());
}

function jsonOf(answer: HttpAnswer): unknown {
  const text = Buffer.from(answer.body).toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
