// What the built all-in-one costs: CPU-seconds of its process per million spans over HTTP and gRPC, resident memory a
// stored span, and how long searches and large traces take. Linux only (reads /proc):
//   node --conditions=development bench/all-in-one.ts [SPANS]
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { freePorts, type LaunchedProcess, launch } from '@spoor/testkit';
import { encodeOtlpProto } from '@spoor/wire';
import { sampleTraces } from './src/sample-traces.ts';

const SPANS = Number(process.argv[2] ?? 500_000);
const BATCH = 100;
const CONNECTIONS = 4;
const TICKS_PER_SECOND = 100;
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

type Send = (body: Uint8Array) => Promise<void>;

const [grpc, http, query, admin] = (await freePorts(4)).map((port) => `127.0.0.1:${port}`);
const root = join(import.meta.dirname, '..');
const server = await launch(
  [
    join(root, 'spoor'),
    'all-in-one',
    `--collector.otlp.grpc.host-port=${grpc}`,
    `--collector.otlp.http.host-port=${http}`,
    `--query.http-server.host-port=${query}`,
    `--admin.http.host-port=${admin}`,
  ],
  { cwd: root, adminUrl: `http://${admin}/`, readyWithinMs: 150_000 },
);
try {
  const idleBytes = residentBytes(server);
  console.log(`idle: ${(idleBytes / 1e6).toFixed(0)} MB`);
  let batch = 0;
  for (const [name, send] of [
    ['OTLP/HTTP', httpSender()],
    ['OTLP/gRPC', grpcSender()],
  ] as const) {
    await drive(send, 20_000, () => batch++); // compiles the hot path
    const before = cpuSeconds(server);
    await drive(send, SPANS, () => batch++);
    const perMillion = ((cpuSeconds(server) - before) / SPANS) * 1e6;
    console.log(`${name}: ${perMillion.toFixed(2)} CPU-s per million spans`);
  }
  const stored = batch * BATCH;
  console.log(`stored ${stored} spans: ${((residentBytes(server) - idleBytes) / stored).toFixed(0)} B each`);
  const window = 'service=checkout&start=0&end=4000000000000000';
  await time('search, limit 20', `/api/traces?${window}&limit=20`);
  await time('search by an absent tag', `/api/traces?${window}&limit=20&tags=%7B%22request.id%22%3A%22none%22%7D`);
  await time('search by a long duration', `/api/traces?${window}&limit=20&minDuration=50.99ms`);
} finally {
  await server.stop();
}

/** Closed loop: as many requests in flight as there are connections. */
async function drive(send: Send, spans: number, nextBatch: () => number): Promise<void> {
  let left = spans / BATCH;
  const sender = async (): Promise<void> => {
    while (left-- > 0) await send(encodeOtlpProto(sampleTraces(BATCH, nextBatch())));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
}

function httpSender(): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return (body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
      const sent = request(`http://${http}/v1/traces`, { agent, method: 'POST', headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
}

function grpcSender(): Send {
  const clients = Array.from({ length: CONNECTIONS }, (_, n) => {
    return new Client(grpc ?? '', credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1, n });
  });
  let turn = 0;
  const same = (bytes: Buffer): Buffer => bytes;
  return (body) =>
    new Promise((resolve, reject) => {
      const client = clients[turn++ % CONNECTIONS]!;
      const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
      client.makeUnaryRequest(EXPORT, same, same, buffer, (error) => (error === null ? resolve() : reject(error)));
    });
}

async function time(name: string, path: string): Promise<void> {
  const ms: number[] = [];
  for (let run = 0; run < 200; run++) {
    const since = performance.now();
    await (await fetch(`http://${query}${path}`)).arrayBuffer();
    ms.push(performance.now() - since);
  }
  ms.sort((a, b) => a - b);
  console.log(`${name}: p50 ${ms[100]!.toFixed(2)} ms, p95 ${ms[190]!.toFixed(2)} ms`);
}

/** User and system time of the process with all its threads. */
function cpuSeconds({ pid }: LaunchedProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentBytes({ pid }: LaunchedProcess): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kib) * 1024;
}
