// The memory storage alone: CPU of decode and write, bytes held, latency of searches.
// node --conditions=development bench/memory.ts [traces, default 100000]
import { randomBytes } from 'node:crypto';
import { type Call, type Clock, NameTable, type Predicate, type SpanBatch, type TraceQuery } from '@spoor/core';
import { memoryStorage } from '@spoor/storage-memory';
import { decodeOtlpProto } from '@spoor/wire';

const SERVICES = 10;
const TRACES_PER_GROUP = 1000;
const SPANS_PER_BATCH = 100;
const RUNS = 41;
const BASE_US = 1_768_471_200_000_000;

const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
const call: Call = { signal: new AbortController().signal, tenant: '' };
const none = (): void => {};

function openStore(names: NameTable, maxBytes: number): ReturnType<typeof memoryStorage.create> {
  return memoryStorage.create(
    { maxTraces: 0, maxBytes },
    {
      clock,
      names,
      logger: { enabled: () => false, debug: none, info: none, warn: none, error: none },
      metrics: {
        counter: () => ({ value: 0 }),
        gauge: () => ({ value: 0 }),
        gaugeFrom: none,
        counterFrom: none,
        histogram: () => ({ observe: none }),
      },
    },
  );
}

// --- payloads: one service a batch, one span a trace and service, nine attributes, one of them unique ---

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

function message(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.from([tag, ...varint(body.length)]), body]);
}

const text = (tag: number, value: string): Uint8Array => message(tag, Buffer.from(value));
const attribute = (key: string, value: Uint8Array): Uint8Array => message(0x4a, text(0x0a, key), message(0x12, value));
const int = (value: number): Uint8Array => Uint8Array.from([0x18, ...varint(value)]);

function fixed64(tag: number, us: number): Uint8Array {
  const bytes = Buffer.alloc(9, tag);
  bytes.writeBigUInt64LE(BigInt(us) * 1000n, 1);
  return bytes;
}

const CONSTANT: readonly Uint8Array[] = [
  attribute('http.request.method', text(0x0a, 'GET')),
  attribute('http.response.status_code', int(200)),
  attribute('url.scheme', text(0x0a, 'https')),
  attribute('network.protocol.version', text(0x0a, '1.1')),
  attribute('server.address', text(0x0a, 'checkout.prod.eu-west-1.shop.example.com')),
  attribute('server.port', int(8443)),
  attribute(
    'user_agent.original',
    text(0x0a, 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'),
  ),
];

function spanMessage(
  trace: number,
  service: number,
  traceId: Uint8Array,
  spanIds: Uint8Array,
  startUs: number,
): Uint8Array {
  const durationUs = trace % 20_000 === 777 && service === 3 ? 90_000_000 : 1000 + ((trace * 7919) % 50_000);
  const parent = service === 0 ? [] : [message(0x22, spanIds.subarray((service - 1) * 8, service * 8))];
  return message(
    0x12,
    message(0x0a, traceId),
    message(0x12, spanIds.subarray(service * 8, service * 8 + 8)),
    ...parent,
    text(0x2a, `operation-${trace % 15}`),
    Uint8Array.of(0x30, 2 + (service % 2)),
    fixed64(0x39, startUs + service * 100),
    fixed64(0x41, startUs + service * 100 + durationUs),
    ...CONSTANT,
    attribute('url.path', text(0x0a, `/api/v1/items/${trace % 500}/details`)),
    attribute('request.id', text(0x0a, `req-${trace}-${service}-${(trace * 2654435761) % 4294967296}`)),
    message(0x7a, ...(trace % 97 === 0 ? [Uint8Array.of(0x18, 2)] : [])),
  );
}

/** Payloads of TRACES_PER_GROUP traces. */
function payloads(group: number): Uint8Array[] {
  const traces = Array.from({ length: TRACES_PER_GROUP }, (_, i) => group * TRACES_PER_GROUP + i);
  const ids = traces.map(() => randomBytes(16 + 8 * SERVICES));
  const bodies: Uint8Array[] = [];
  for (let at = 0; at < traces.length; at += SPANS_PER_BATCH) {
    for (let service = 0; service < SERVICES; service++) {
      const spans: Uint8Array[] = [];
      for (let i = at; i < at + SPANS_PER_BATCH; i++) {
        const startUs = BASE_US + traces[i]! * 1000;
        spans.push(spanMessage(traces[i]!, service, ids[i]!.subarray(0, 16), ids[i]!.subarray(16), startUs));
      }
      const resource = message(
        0x0a,
        message(0x0a, text(0x0a, 'service.name'), message(0x12, text(0x0a, `service-${service}`))),
        message(0x0a, text(0x0a, 'host.name'), message(0x12, text(0x0a, `host-${service}`))),
      );
      const scope = message(0x0a, text(0x0a, 'bench'), text(0x12, '1.0'));
      bodies.push(message(0x0a, resource, message(0x12, scope, ...spans)));
    }
  }
  return bodies;
}

// --- measuring ---

/** CPU spent in our code and in the kernel (page faults of new memory, mostly). */
class CpuMeter {
  userMs = 0;
  systemMs = 0;

  add(since: NodeJS.CpuUsage): void {
    const { user, system } = process.cpuUsage(since);
    this.userMs += user / 1000;
    this.systemMs += system / 1000;
  }

  perMillion(spans: number): string {
    const seconds = (ms: number): string => ((ms / spans) * 1000).toFixed(3);
    return `${seconds(this.userMs + this.systemMs)} (kernel ${seconds(this.systemMs)})`;
  }
}

function percentile(sorted: readonly number[], share: number): string {
  return `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(2)} ms`;
}

const traceCount = Number(process.argv[2] ?? 100_000);
const names = new NameTable();
const store = openStore(names, 4 * 2 ** 30);
await store.start(call.signal);
const rssBefore = process.memoryUsage.rss();
const [decode, write] = [new CpuMeter(), new CpuMeter()];
let [spans, bytes] = [0, 0];
for (let group = 0; group * TRACES_PER_GROUP < traceCount; group++) {
  const bodies = payloads(group);
  const beforeDecode = process.cpuUsage();
  const batches: SpanBatch[] = bodies.map((body) => decodeOtlpProto(body, names));
  decode.add(beforeDecode);
  const beforeWrite = process.cpuUsage();
  for (const batch of batches) await store.writer.write(batch, call);
  write.add(beforeWrite);
  for (const batch of batches) spans += batch.length;
  for (const body of bodies) bytes += body.length;
}
globalThis.gc?.();
console.log(
  `${spans} spans of ${(bytes / spans).toFixed(0)} B; CPU-s a million: decode ${decode.perMillion(spans)}, write ${write.perMillion(spans)}`,
);
const memory = process.memoryUsage();
console.log(
  `RSS ${(memory.rss / spans).toFixed(0)} B a span (${((memory.rss - rssBefore) / spans).toFixed(0)} without the start), heap ${(memory.heapUsed / 2 ** 20).toFixed(0)} MiB; ${store.health().detail}`,
);

const service: Predicate = {
  op: 'eq',
  of: { kind: 'field', level: 'resource', name: 'service' },
  value: { type: 'string', value: 'service-4' },
};
const longer: Predicate = {
  op: 'gte',
  of: { kind: 'field', level: 'span', name: 'duration' },
  value: { type: 'duration', ns: 80e9 },
};
const tagOf = (key: string, value: string): Predicate => ({ op: 'tag', key, text: value });
const and = (...args: readonly Predicate[]): Predicate => ({ op: 'and', args });
const rare = (n: number): string => `req-${n}-4-${(n * 2654435761) % 4294967296}`;

const questions: readonly (readonly [string, (n: number) => Predicate | null])[] = [
  ['everything', () => null],
  ['service', () => service],
  ['service and common tag', () => and(service, tagOf('http.request.method', 'GET'))],
  ['service and error', () => and(service, tagOf('error', 'true'))],
  ['one rare tag', (n) => tagOf('request.id', rare(n))],
  ['service and one rare tag', (n) => and(service, tagOf('request.id', rare(n)))],
  ['path tag (one in 500)', () => tagOf('url.path', '/api/v1/items/77/details')],
  ['absent tag', (n) => tagOf('request.id', `req-none-${n}`)],
  [
    'two common tags never together',
    () => and(tagOf('url.path', '/api/v1/items/77/details'), tagOf('url.path', '/api/v1/items/78/details')),
  ],
  ['rare long duration', () => longer],
  [
    'service and operation',
    () =>
      and(service, {
        op: 'eq',
        of: { kind: 'field', level: 'span', name: 'name' },
        value: { type: 'string', value: 'operation-3' },
      }),
  ],
];
for (const [name, where] of questions) {
  const wallMs: number[] = [];
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const query: TraceQuery = { where: where((run * 7919) % traceCount), startMinUs: 0, startMaxUs: 4e15, limit: 20 };
    const since = performance.now();
    found = 0;
    for await (const trace of store.reader.find(query, call)) found += trace.spans.length;
    wallMs.push(performance.now() - since);
  }
  wallMs.sort((a, b) => a - b);
  console.log(`${name}: p50 ${percentile(wallMs, 0.5)}, p95 ${percentile(wallMs, 0.95)}, ${found} spans`);
}
for (const [name, run] of [
  [
    'summaries of 20',
    async () => {
      const query = { where: service, startMinUs: 0, startMaxUs: 4e15, limit: 20 };
      for await (const chunk of store.reader.findSummaries(query, call)) void chunk;
    },
  ],
  ['services', async () => void (await store.reader.services(call))],
  ['dependencies', async () => void (await store.dependencies?.links({ startUs: 0, endUs: 4e15 }, call))],
] as const) {
  const since = performance.now();
  await run();
  console.log(`${name}: ${(performance.now() - since).toFixed(2)} ms`);
}

// --- one trace of 100,000 spans ---

const LARGE = 100_000;
const largeId = new Uint8Array(16).fill(7);
for (let at = 0; at < LARGE; at += 1000) {
  const ids = randomBytes(8 * SERVICES * 100);
  const spans = Array.from({ length: 1000 }, (_, i) =>
    spanMessage(at + i, i % SERVICES, largeId, ids.subarray(8 * SERVICES * Math.floor(i / SERVICES)), BASE_US),
  );
  await store.writer.write(decodeOtlpProto(message(0x0a, message(0x12, ...spans)), names), call);
}
for (let run = 0; run < 3; run++) {
  let longestMs = 0;
  let sinceMs = performance.now();
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - sinceMs);
    sinceMs = performance.now();
  }, 1);
  const before = process.cpuUsage();
  const meter = new CpuMeter();
  let count = 0;
  for await (const trace of store.reader.traces([{ traceId: '07'.repeat(16), startUs: null, endUs: null }], call)) {
    count += trace.spans.length;
  }
  meter.add(before);
  clearInterval(beat);
  console.log(
    `trace of ${count} spans: CPU-µs a span ${meter.perMillion(count)}, longest wait of others ${longestMs.toFixed(0)} ms`,
  );
}

// --- writing at the byte bound, where every batch evicts: no new memory, so no page faults ---

const bounded = openStore(names, 256 * 2 ** 20);
await bounded.start(call.signal);
const again = payloads(0).map((body) => decodeOtlpProto(body, names));
let round = 0;

/** Makes the batches other traces, so that they need not be encoded and decoded anew. */
function renameTraces(): void {
  round++;
  for (const { bytes: body, columns, length } of again) {
    for (let row = 0; row < length; row++) body.set([round, round >> 8, round >> 16], columns.traceIdAt[row]!);
  }
}

for (let part = 0; part < 4; part++) {
  const meter = new CpuMeter();
  let written = 0;
  for (let n = 0; n < 40; n++) {
    renameTraces();
    const before = process.cpuUsage();
    for (const batch of again) {
      await bounded.writer.write(batch, call);
      written += batch.length;
    }
    meter.add(before);
  }
  console.log(`at the bound, part ${part + 1}: write ${meter.perMillion(written)}; ${bounded.health().detail}`);
}
