// What people run today, with only the program replaced: it starts, every old name is answered with a warning that names the
// new one, and what does not exist yet is refused by name. Fixed ports are replaced by free ones under the names of old.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { freePorts, freeUdpPorts, type LaunchedProcess, launch, pollUntil } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scrapeSum } from './support/scrape.ts';
import { udpPacket } from './support/udp-packet.ts';

const ROOT: string = join(import.meta.dirname, '..');
const NOWHERE = '/go/src/jaeger-ui-build/build/';

interface Free {
  readonly zipkin: number;
  readonly http: number;
  readonly query: number;
  readonly admin: number;
  /** Flags for the ports that had no name of their own then. */
  readonly rest: readonly string[];
  /** Of 5775, 6831 and 6832. */
  readonly udp: readonly string[];
  readonly compact: number;
}

async function free(): Promise<Free> {
  const [zipkin, http, query, admin, grpc, otlpGrpc, otlpHttp, sampling, samplingGrpc] = (await freePorts(9)) as [
    ...[number, number, number, number, number, number, number, number, number],
  ];
  const [zipkinCompact, compact, binary] = (await freeUdpPorts(3)) as [number, number, number];
  const udp = [
    `--processor.zipkin-compact.server-host-port=127.0.0.1:${zipkinCompact}`,
    `--processor.jaeger-compact.server-host-port=127.0.0.1:${compact}`,
    `--processor.jaeger-binary.server-host-port=127.0.0.1:${binary}`,
    `--http-server.host-port=127.0.0.1:${sampling}`,
  ];
  const rest = [
    ...udp,
    `--collector.grpc-server.host-port=127.0.0.1:${grpc}`,
    `--collector.otlp.grpc.host-port=127.0.0.1:${otlpGrpc}`,
    `--collector.otlp.http.host-port=127.0.0.1:${otlpHttp}`,
    `--collector.sampling.grpc.host-port=127.0.0.1:${samplingGrpc}`,
  ];
  return { zipkin, http, query, admin, rest, udp, compact };
}

async function start(
  role: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  admin: number,
): Promise<LaunchedProcess> {
  const command = [join(ROOT, 'spoor'), role, ...args];
  const options = { cwd: ROOT, env, adminUrl: `http://127.0.0.1:${admin}/`, readyWithinMs: 150_000 };
  const started = await launch(command, options);
  onTestFinished(async () => void (await started.stop()));
  return started;
}

/** The texts of the lines of this level. */
function lines(started: LaunchedProcess, level: string): string[] {
  const json = started
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const entries = json.map((line) => JSON.parse(line) as { readonly level: string; readonly msg: string });
  return entries.filter((entry) => entry.level === level).map(({ msg }) => msg);
}

function renamed(from: string, to: string): string {
  return `${from} is deprecated; use ${to}`;
}

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  return (await fetch(url, init)).status;
}

const SPANS: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[]' };

interface Run {
  readonly title: string;
  readonly args: (ports: Free) => readonly string[];
  readonly env: (ports: Free) => Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly hasZipkin: boolean;
}

const ALL_IN_ONE: readonly Run[] = [
  {
    title: '1.8 with COLLECTOR_ZIPKIN_HTTP_PORT and the flags of its time',
    args: ({ http, query, admin }) => [
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--health-check-http-port=${admin}`,
    ],
    env: ({ zipkin }) => ({ COLLECTOR_ZIPKIN_HTTP_PORT: `${zipkin}` }),
    warnings: [
      renamed('COLLECTOR_ZIPKIN_HTTP_PORT', '--collector.zipkin.host-port'),
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--health-check-http-port', '--admin.http.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.8 with everything in the environment',
    args: () => [],
    env: ({ zipkin, http, query, admin }) => ({
      COLLECTOR_ZIPKIN_HTTP_PORT: `${zipkin}`,
      COLLECTOR_HTTP_PORT: `${http}`,
      COLLECTOR_PORT: '14267',
      QUERY_PORT: `${query}`,
      HEALTH_CHECK_HTTP_PORT: `${admin}`,
      SPAN_STORAGE_TYPE: 'memory',
    }),
    warnings: [
      renamed('COLLECTOR_HTTP_PORT', '--collector.http-server.host-port'),
      'COLLECTOR_PORT (--collector.port) has no effect: TChannel is gone since Jaeger 1.18; agents reach --collector.grpc-server.host-port',
      renamed('COLLECTOR_ZIPKIN_HTTP_PORT', '--collector.zipkin.host-port'),
      renamed('HEALTH_CHECK_HTTP_PORT', '--admin.http.host-port'),
      renamed('QUERY_PORT', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.13 with --collector.zipkin.http-port and its CORS flags',
    args: ({ zipkin, http, query, admin }) => [
      `--collector.zipkin.http-port=${zipkin}`,
      '--collector.zipkin.allowed-origins=http://a.example',
      '--collector.zipkin.allowed-headers=content-type',
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--admin-http-port=${admin}`,
    ],
    env: () => ({}),
    warnings: [
      renamed('--admin-http-port', '--admin.http.host-port'),
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--collector.zipkin.allowed-headers', '--collector.zipkin.cors.allowed-headers'),
      renamed('--collector.zipkin.allowed-origins', '--collector.zipkin.cors.allowed-origins'),
      renamed('--collector.zipkin.http-port', '--collector.zipkin.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.20 with LOG_LEVEL, TZ and the address of a storage that is not used',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: () => ({
      SPAN_STORAGE_TYPE: 'memory',
      ES_SERVER_URLS: 'http://es:9200',
      LOG_LEVEL: 'debug',
      TZ: 'Europe/Berlin',
    }),
    warnings: [renamed('--query.host-port', '--query.http-server.host-port')],
    hasZipkin: false,
  },
  {
    title: '1.63 with COLLECTOR_ZIPKIN_HOST_PORT',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.http-server.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: ({ zipkin }) => ({ COLLECTOR_ZIPKIN_HOST_PORT: `:${zipkin}` }),
    warnings: [],
    hasZipkin: true,
  },
  {
    title: 'a standalone with --span-storage.type and a --query.static-files that is not there',
    args: ({ http, query, admin }) => [
      '--span-storage.type=memory',
      `--query.static-files=${NOWHERE}`,
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--health-check-http-port=${admin}`,
    ],
    env: () => ({}),
    warnings: [
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--health-check-http-port', '--admin.http.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
      renamed('--span-storage.type', 'SPAN_STORAGE_TYPE'),
      'query.static-files holds no index.html; serving the built-in page',
    ],
    hasZipkin: false,
  },
  {
    title: 'several storages at once: SPAN_STORAGE_TYPE=memory,blackhole',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.http-server.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: () => ({ SPAN_STORAGE_TYPE: 'memory,blackhole' }),
    warnings: [],
    hasZipkin: false,
  },
];

describe('an all-in-one of', () => {
  test.each(ALL_IN_ONE)('$title', async ({ args, env, warnings, hasZipkin }) => {
    const ports = await free();
    const started = await start('all-in-one', [...args(ports), ...ports.rest], env(ports), ports.admin);
    expect(lines(started, 'warn').toSorted()).toEqual(warnings.toSorted());
    expect(lines(started, 'error')).toEqual([]);

    const at = (port: number, path: string): string => `http://127.0.0.1:${port}${path}`;
    expect(await statusOf(at(ports.http, '/api/sampling?service=x'))).toBe(200);
    if (hasZipkin) expect(await statusOf(at(ports.zipkin, '/api/v2/spans'), SPANS)).toBe(202);
    expect(await statusOf(at(ports.query, '/api/services'))).toBe(200);
    expect(await (await fetch(at(ports.query, '/search'))).text()).toContain('<title>');
    await postSpan(ports.compact, at(ports.query, '/api/services'));
  });
});

/** Over UDP, and waits until its service is listed. */
async function postSpan(port: number, services: string): Promise<void> {
  await sendUdp(port);
  const isListed = async (): Promise<true | null> =>
    (await (await fetch(services)).text()).includes('as-before') ? true : null;
  await pollUntil(isListed, { deadlineMs: 10_000, what: 'the service' });
}

async function sendUdp(port: number): Promise<void> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const packet = udpPacket({ service: 'as-before', traceId: 1n, spans: 2, startMs: Date.now(), tagBytes: 10 });
  await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve));
}

test('an agent of 1.21 whose collector has no name yet starts, and waits for it', async () => {
  const { admin, udp, compact } = await free();
  const collector = '--reporter.grpc.host-port=jaeger-collector.jaeger-infra.svc:14250';
  const started = await start('agent', [collector, `--admin.http.host-port=:${admin}`, ...udp], {}, admin);
  const adminUrl = `http://127.0.0.1:${admin}`;
  await sendUdp(compact);
  const isWaiting = async (): Promise<true | null> =>
    (await scrapeSum(adminUrl, 'spoor_agent_backlog_spans')) === 2 ? true : null;
  await pollUntil(isWaiting, { deadlineMs: 10_000, what: 'two spans in the backlog' });
  expect(await scrapeSum(adminUrl, 'jaeger_agent_connection_status_collector_connected')).toBe(0);
  expect(await statusOf(`${adminUrl}/`)).toBe(200);
  expect(lines(started, 'error')).toEqual([]);
  // It would wait for the collector as long as it may.
  started.kill('SIGKILL');
});

test('an agent with jaeger.tags of 1.12 hears its new name', async () => {
  const { admin, udp } = await free();
  const args = ['--reporter.grpc.host-port=127.0.0.1:1', '--jaeger.tags=a=b', `--admin-http-port=${admin}`, ...udp];
  const started = await start('agent', args, {}, admin);
  expect(lines(started, 'warn')).toEqual(
    expect.arrayContaining([
      renamed('--jaeger.tags', '--agent.tags'),
      renamed('--admin-http-port', '--admin.http.host-port'),
    ]),
  );
});

test('a query of 1.21 on memory starts, with its own page', async () => {
  const { admin, query } = await free();
  const args = [`--query.host-port=:${query}`, `--query.static-files=${NOWHERE}`, `--admin.http.host-port=:${admin}`];
  const started = await start('query', args, { SPAN_STORAGE_TYPE: 'memory' }, admin);
  expect(lines(started, 'warn')).toEqual(
    expect.arrayContaining([
      renamed('--query.host-port', '--query.http-server.host-port'),
      'query.static-files holds no index.html; serving the built-in page',
    ]),
  );
  expect(await (await fetch(`http://127.0.0.1:${query}/`)).text()).toContain('<title>');
});

const REFUSED: readonly {
  role: string;
  type: string;
  env: Readonly<Record<string, string>>;
  args: readonly string[];
}[] = [
  {
    role: 'collector',
    type: 'kafka',
    env: { KAFKA_PRODUCER_BROKERS: 'kafka:9092', KAFKA_PRODUCER_TOPIC: 'jaeger-spans', KAFKA_TOPIC: 'jaeger-spans' },
    args: ['--collector.grpc-port=14250', '--collector.http-port=14268'],
  },
  {
    role: 'query',
    type: 'elasticsearch',
    env: { ES_SERVER_URLS: 'http://es:9200', QUERY_BASE_PATH: '/jaeger' },
    args: ['--query.port=16686'],
  },
  {
    role: 'all-in-one',
    type: 'elasticsearch',
    env: { ES_SERVER_URLS: 'http://es:9200', LOG_LEVEL: 'debug', TZ: 'Europe/Berlin' },
    args: [],
  },
  { role: 'all-in-one', type: 'memory,cassandra', env: { CASSANDRA_SERVERS: 'cassandra' }, args: [] },
];

test.each(REFUSED)('$role on $type is refused for the storage alone', ({ role, type, env, args }) => {
  const { status, stderr } = spawnSync(join(ROOT, 'spoor'), [role, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env, SPAN_STORAGE_TYPE: type },
  });
  const errors = stderr
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{') && !line.startsWith('spoor: '));
  const missing = type.split(',').at(-1)!;
  expect(errors).toEqual([expect.stringMatching(new RegExp(`^${role}: SPAN_STORAGE_TYPE=.*${missing}.*memory`))]);
  expect(status).toBe(1);
});
