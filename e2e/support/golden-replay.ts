// Sends recorded payloads to a running all-in-one and says where its answers differ from Jaeger's.
import { createSocket } from 'node:dgram';
import {
  firstDifference,
  type GoldenAnswer,
  type GoldenIngestCase,
  type GoldenPages,
  isRecord,
  normalizeV1,
  pollUntil,
} from '@spoor/testkit';
import type { AllInOne } from './all-in-one.ts';
import { GrpcCaller } from './grpc-call.ts';
import { type HttpAnswer, httpRequest } from './http-request.ts';

/** UDP is answered by nothing: the trace is asked for until it is there. */
const UDP_DEADLINE_MS = 3_000;

/** The first difference of the door's answers, null = none. */
export async function send(server: AllInOne, one: GoldenIngestCase): Promise<string | null> {
  for (const [index, payload] of one.payloads.entries()) {
    const want = one.answers[index];
    const difference = await sendOne(server, one, payload, want);
    if (difference !== null) return difference;
  }
  return null;
}

function sendOne(
  server: AllInOne,
  one: GoldenIngestCase,
  payload: Uint8Array,
  want: GoldenAnswer | undefined,
): Promise<string | null> {
  if (want === undefined) return overUdp(server.udp[udpPortOf(one)]!, payload);
  switch (one.protocol) {
    case 'otlp-grpc':
      return overGrpc(server.otlpGrpc, one, payload, want);
    case 'grpc-api_v2':
      return overGrpc(server.jaegerGrpc, one, payload, want);
    case 'http-thrift':
      return overHttp(server.jaegerHttp, one, payload, want);
    case 'otlp-http-json':
    case 'otlp-http-proto':
      return overHttp(server.otlpHttp, one, payload, want);
    default:
      return overHttp(server.zipkin, one, payload, want);
  }
}

/** Captures of real clients do not say where they were sent: to the port of their protocol. */
export function udpPortOf(one: GoldenIngestCase): number {
  if (one.port !== 0) return one.port;
  return { 'udp-compact': 6831, 'udp-binary': 6832, 'udp-zipkin': 5775 }[one.protocol as string] ?? 0;
}

async function overUdp(port: number, payload: Uint8Array): Promise<null> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.send(payload, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
  });
  socket.close();
  return null;
}

async function overGrpc(
  target: string,
  one: GoldenIngestCase,
  payload: Uint8Array,
  want: GoldenAnswer,
): Promise<string | null> {
  const caller = new GrpcCaller(target, { gzip: one.grpcCompression === 'gzip' });
  const got = await caller.call(one.path, payload);
  caller.close();
  const responseHex = got.code === 'OK' ? { responseHex: Buffer.from(got.body).toString('hex') } : {};
  const wanted = { grpcCode: want.grpcCode, ...(got.code === 'OK' ? { responseHex: want.responseHex ?? '' } : {}) };
  return firstDifference(wanted, { grpcCode: got.code, ...responseHex });
}

/** Status, content type and, where it was a success, the body. Texts of errors are the decoder's own. */
async function overHttp(
  base: string,
  one: GoldenIngestCase,
  payload: Uint8Array,
  want: GoldenAnswer,
): Promise<string | null> {
  const headers = {
    ...(one.contentType === '' ? {} : { 'content-type': one.contentType }),
    ...(one.contentEncoding === '' ? {} : { 'content-encoding': one.contentEncoding }),
  };
  const body = one.method === 'GET' ? null : payload;
  const got = await httpRequest(base, { method: one.method, target: one.path, headers, body });
  const shown = (status: number | undefined, type: string | undefined, text: string): object =>
    status === 200 ? { status, type, text } : { status, type };
  return firstDifference(
    shown(want.status, want.headers?.['content-type'], want.body ?? ''),
    shown(got.status, got.headers['content-type'], Buffer.from(got.body).toString('latin1')),
  );
}

/** The first difference of the case's traces as they read back, tags of `ignoredTags` left out; null = none. */
export async function readDifference(
  server: AllInOne,
  one: GoldenIngestCase,
  view: 'v1' | 'raw',
  ignoredTags: RegExp | null = null,
): Promise<string | null> {
  // Raw answers of Zipkin spans were recorded in the order of a Go map.
  const tagOrder = view === 'raw' && one.protocol.startsWith('zipkin') ? 'any' : 'kept';
  const query = view === 'raw' ? '?raw=true' : '';
  const normalized = (body: unknown): unknown => normalizeV1(withoutTags(body, ignoredTags), tagOrder);
  for (const [traceId, want] of Object.entries(one[view])) {
    const compare = (): Promise<string | null> => pageDifference(server, traceId, want, query, normalized);
    let difference = await compare();
    if (difference !== null && want.status !== 404 && one.protocol.startsWith('udp-')) {
      const isEqual = async (): Promise<true | null> => ((await compare()) === null ? true : null);
      await pollUntil(isEqual, { deadlineMs: UDP_DEADLINE_MS, what: traceId }).catch(() => null);
      difference = await compare();
    }
    if (difference !== null) return difference;
  }
  return null;
}

async function pageDifference(
  server: AllInOne,
  traceId: string,
  want: GoldenPages[string],
  query: string,
  normalized: (body: unknown) => unknown,
): Promise<string | null> {
  const got = await httpRequest(server.query, { method: 'GET', target: `/api/traces/${traceId}${query}` });
  const page = {
    status: got.status,
    contentType: got.headers['content-type'],
    body: normalized(jsonOf(got)),
  };
  const wanted = { status: want.status, contentType: want.contentType, body: normalized(want.body) };
  return firstDifference(wanted, page, traceId);
}

/** `json` without the members of lists that have a key like `keys`. */
function withoutTags(json: unknown, keys: RegExp | null): unknown {
  if (keys === null) return json;
  const text = JSON.stringify(json, (_name, value: unknown) => (Array.isArray(value) ? value.filter(isKept) : value));
  return JSON.parse(text) as unknown;

  function isKept(item: unknown): boolean {
    if (!isRecord(item)) return true;
    const { key } = item;
    return typeof key !== 'string' || !keys!.test(key);
  }
}

export function jsonOf(answer: HttpAnswer): unknown {
  const text = Buffer.from(answer.body).toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
