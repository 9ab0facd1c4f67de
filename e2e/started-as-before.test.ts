// What people run today, with only the program replaced: it starts, every old name is answered with a warning that names the
// new one, and what does not exist yet is refused by name. Fixed ports are replaced by free ones under the names of old.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { freePorts, type LaunchedProcess, launch, pollUntil } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { free, NOWHERE, OLD_ALL_IN_ONES, renamed } from './support/old-all-in-ones.ts';
import { scrapeSum } from './support/scrape.ts';
import { udpPacket } from './support/udp-packet.ts';

const ROOT: string = join(import.meta.dirname, '..');

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

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  return (await fetch(url, init)).status;
}

const SPANS: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[]' };

describe('an all-in-one of', () => {
  test.each(OLD_ALL_IN_ONES)('$title', async ({ args, env, warnings, hasZipkin }) => {
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

test('a collector of 1.17 with its ports by their old names takes what an agent sends', async () => {
  const { admin, http, zipkin, rest } = await free();
  const [grpc] = await freePorts(1);
  const args = [
    `--collector.grpc-port=${grpc}`,
    `--collector.http-port=${http}`,
    `--collector.zipkin.http-port=${zipkin}`,
    `--admin-http-port=${admin}`,
    ...rest.filter((flag) => flag.startsWith('--collector.otlp')),
  ];
  const collector = await start('collector', args, { SPAN_STORAGE_TYPE: 'memory' }, admin);
  expect(lines(collector, 'warn')).toEqual(
    expect.arrayContaining([
      renamed('--collector.grpc-port', '--collector.grpc-server.host-port'),
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--collector.zipkin.http-port', '--collector.zipkin.host-port'),
      renamed('--admin-http-port', '--admin.http.host-port'),
    ]),
  );

  const beside = await free();
  const toCollector = [
    `--reporter.grpc.host-port=127.0.0.1:${grpc}`,
    `--admin-http-port=${beside.admin}`,
    ...beside.udp,
  ];
  await start('agent', toCollector, {}, beside.admin);
  await sendUdp(beside.compact);
  const labels = ['svc="as-before"', 'result="ok"'];
  const isSaved = async (): Promise<true | null> =>
    (await scrapeSum(`http://127.0.0.1:${admin}`, 'jaeger_collector_spans_saved_by_svc_total', ...labels)) === 2
      ? true
      : null;
  await pollUntil(isSaved, { deadlineMs: 10_000, what: 'two spans saved' });
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
