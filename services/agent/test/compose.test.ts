// The whole agent over real sockets.
import { TracingError } from '@spoor/core';
import { freePort, pollUntil, tempDirectory } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emitBatch } from './support/emit-batch.ts';
import { type FakeCollector, probabilistic, startCollector } from './support/fake-collector.ts';
import { recorded, type StartedAgent, startAgent } from './support/started-agent.ts';

const REPORTED = 'jaeger_agent_reporter_spans_submitted_total';
const FAILED = 'jaeger_agent_reporter_spans_failures_total';
const CONNECTED = 'jaeger_agent_connection_status_collector_connected';
const RECONNECTS = 'jaeger_agent_connection_status_collector_reconnects_total';
const PROCESSED = 'jaeger_agent_thrift_udp_server_packets_processed_total';

/** So many are in the smallest receive buffer at once. */
const BURST = 10;
const SPANS_IN_PACKET = 20;

async function agentAndCollector(args: readonly string[] = []) {
  const collector = await startCollector();
  return { collector, agent: await startAgent(collector.hostPort, args) };
}

/** Waits until the metric has that value. */
async function until(agent: StartedAgent, name: string, value: number): Promise<void> {
  const ask = async (): Promise<true | null> => ((await agent.metric(name)) === value ? true : null);
  await pollUntil(ask, { deadlineMs: 20_000, what: `${name} ${value}` });
}

/**
 * Sends packets of 20 spans each, as fast as the agent takes them in; answers their operations. With padding, of the
 * process, every packet is of another client.
 */
async function load(agent: StartedAgent, packets: number, prefix: string, padding = 0): Promise<readonly string[]> {
  const all: string[] = [];
  const before = await agent.metric(PROCESSED);
  for (let sent = 0; sent < packets; sent += BURST) {
    const burst = Array.from({ length: BURST }, (_, i) => operations(`${prefix}-${sent + i}-`, SPANS_IN_PACKET));
    const serviceOf = (i: number): string => (padding === 0 ? 'shop' : `shop-${sent + i}`);
    await agent.send(burst.map((names, i) => emitBatch(names, serviceOf(i), padding)));
    await until(agent, PROCESSED, before + sent + BURST);
    all.push(...burst.flat());
  }
  return all;
}

function operations(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

const unique = (collector: FakeCollector): ReadonlySet<string> => new Set(collector.operations);

describe('what comes in over UDP arrives at the collector', () => {
  const cases = [
    { name: 'py-jaeger-udp', protocol: 'jaeger-compact', format: 'jaeger' },
    { name: 'node-jaeger-udp', protocol: 'jaeger-binary', format: 'jaeger' },
    { name: 'udp-zipkin-basic', protocol: 'zipkin-compact', format: 'zipkin' },
  ] as const;
  test.each(cases)('$name', async ({ name, protocol, format }) => {
    const { collector, agent } = await agentAndCollector();
    await agent.send(recorded(name), protocol);
    await collector.took(1);
    await agent.stop();
    expect(await agent.metric(REPORTED, { format, protocol: 'grpc' })).toBe(collector.operations.length);
    expect(await agent.metric(REPORTED)).toBe(collector.operations.length);
  });

  test('packets of one client share requests', async () => {
    const { collector, agent } = await agentAndCollector();
    const sent = await load(agent, 50, 'op');
    await collector.took(sent.length);
    expect(unique(collector)).toEqual(new Set(sent));
    expect(collector.requests.length).toBeLessThan(25);
  });
});

test('tags are added to every process', async () => {
  const { collector, agent } = await agentAndCollector(['--agent.tags=zone=a, rack = 7']);
  await agent.send([emitBatch(['op'])]);
  await collector.took(1);
  const tags = collector.processes[0]?.map(({ key, value }) => [key, value.type === 'string' ? value.value : '']);
  expect(tags).toEqual([
    ['service.name', 'shop'],
    ['zone', 'a'],
    ['rack', '7'],
  ]);
});

test('the tenant goes with spans and with questions', async () => {
  const { collector, agent } = await agentAndCollector(['--reporter.tenant=acme', '--multi-tenancy.header=X-Scope']);
  await agent.send([emitBatch(['op'])]);
  await collector.took(1);
  await agent.ask('/sampling?service=shop');
  expect(collector.requests[0]?.metadata.get('x-scope')).toEqual(['acme']);
  expect(collector.tenants).toEqual(['acme']);
});

test('what clients say of themselves is counted', async () => {
  const { collector, agent } = await agentAndCollector();
  await agent.send(recorded('jaeger-seqno-stats'));
  await collector.took(2);
  expect(await agent.metric('jaeger_agent_client_stats_batches_received_total')).toBe(2);
});

describe('sampling strategies', () => {
  test('come from the collector, in both spellings', async () => {
    const { collector, agent } = await agentAndCollector();
    collector.strategy = (service) => probabilistic(service === 'shop' ? 0.25 : 1);
    expect(await (await agent.ask('/sampling?service=shop')).json()).toEqual({
      strategyType: 'PROBABILISTIC',
      probabilisticSampling: { samplingRate: 0.25 },
    });
    expect(await (await agent.ask('/?service=shop')).json()).toMatchObject({ strategyType: 0 });
  });

  test('without a collector are an error of its own kind', async () => {
    const agent = await startAgent(`127.0.0.1:${await freePort()}`, ['--reporter.grpc.timeout=1s']);
    const response = await agent.ask('/sampling?service=shop');
    expect([response.status, await response.text()]).toEqual([500, expect.stringMatching(/^collector error: /)]);
  });
});

describe('a collector that is killed and comes back on its port', () => {
  test('loses nothing that the backlog holds', async () => {
    const { collector, agent } = await agentAndCollector();
    const before = await load(agent, 20, 'before');
    await collector.took(1);
    collector.kill();
    await until(agent, CONNECTED, 0);
    const away = await load(agent, 100, 'away');
    await collector.start();
    const after = await load(agent, 20, 'after');
    await until(agent, REPORTED, before.length + away.length + after.length);
    expect(unique(collector)).toEqual(new Set([...before, ...away, ...after]));
    expect(await agent.metric(FAILED)).toBe(0);
    expect([await agent.metric(CONNECTED), await agent.metric(RECONNECTS)]).toEqual([1, 2]);
  });

  test('what the backlog cannot hold is counted: sent is arrived and lost', async () => {
    const { collector, agent } = await agentAndCollector(['--reporter.backlog.max-bytes=1MiB']);
    collector.kill();
    await until(agent, CONNECTED, 0);
    const sent = await load(agent, 400, 'away', 10_000); // 4 MB
    await collector.start();
    await pollUntil(async () => ((await total(agent)) === sent.length ? true : null), {
      deadlineMs: 20_000,
      what: `${sent.length} spans accounted for`,
    });
    expect(unique(collector).size).toBe(await agent.metric(REPORTED));
    expect(await agent.metric('spoor_agent_spans_dropped_total', { cause: 'backlog-full' })).toBeGreaterThan(0);
  });

  test('with a spool loses nothing that the backlog cannot hold, in the next process either', async () => {
    const { path, remove } = await tempDirectory();
    onTestFinished(remove);
    const spool = [`--reporter.spool.directory=${path}`, '--reporter.backlog.max-bytes=1MiB'];
    const { collector, agent } = await agentAndCollector(spool);
    collector.kill();
    await until(agent, CONNECTED, 0);
    const away = await load(agent, 400, 'away', 10_000);
    await agent.stop(5_000);
    expect(await agent.metric(FAILED)).toBe(0);
    await collector.start();
    await startAgent(collector.hostPort, spool);
    await collector.took(away.length);
    expect(unique(collector)).toEqual(new Set(away));
  });
});

/** Arrived or lost. */
async function total(agent: StartedAgent): Promise<number> {
  return (await agent.metric(REPORTED)) + (await agent.metric(FAILED));
}

test('a collector that refuses for good keeps nobody waiting', async () => {
  const { collector, agent } = await agentAndCollector();
  collector.answer = ({ operations: [first = ''] }) =>
    first.startsWith('bad') ? { code: 3, details: 'not like this' } : 'ok';
  await agent.send([emitBatch(operations('bad', 20), 'bad')]);
  await collector.requested(1);
  await agent.send([emitBatch(operations('good', 20), 'good')]);
  await collector.took(20);
  await until(agent, FAILED, 20);
  expect(await agent.metric('spoor_agent_spans_dropped_total', { cause: 'refused' })).toBe(20);
});

describe('stopping', () => {
  test('sends what has come in, to the last packet', async () => {
    const { collector, agent } = await agentAndCollector();
    const names = operations('last', 20);
    await agent.send([emitBatch(names)]);
    await agent.stop(5_000);
    expect(collector.operations).toEqual(names);
    expect(await agent.metric(REPORTED)).toBe(20);
  });

  test('without a collector counts what is left', async () => {
    const agent = await startAgent(`127.0.0.1:${await freePort()}`);
    await load(agent, 10, 'lost');
    await agent.stop(1_000);
    expect(await agent.metric('spoor_agent_spans_dropped_total', { cause: 'shutdown' })).toBe(200);
  });
});

test('a collector whose name is not known yet is waited for', async () => {
  const agent = await startAgent('dns:///nobody.invalid:14250');
  await load(agent, 10, 'early');
  await until(agent, 'spoor_agent_backlog_spans', 200);
  expect(await agent.metric(CONNECTED)).toBe(0);
  expect(agent.component('reporter').health()).toMatchObject({ state: 'ready' });
});

test('a target that gRPC cannot use is refused by the name of its flag', async () => {
  await expect(startAgent('http://collector:14250')).rejects.toSatisfy(
    (error) => error instanceof TracingError && /--reporter\.grpc\.host-port/.test(error.message),
  );
});
