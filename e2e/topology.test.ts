// Agent in front of a collector: it stores what an all-in-one would have stored, and outlives its collector.
import { createSocket, type Socket } from 'node:dgram';
import {
  firstDifference,
  type GoldenIngestCase,
  goldenIngestCases,
  normalizeV1,
  pollUntil,
  tempDirectory,
} from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Agent, startAgent } from './support/agent.ts';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { CuttableProxy } from './support/cuttable-proxy.ts';
import { jsonOf, udpPortOf } from './support/golden-replay.ts';
import { httpRequest } from './support/http-request.ts';
import { KNOWN_DIFFERENCES } from './support/known-differences.ts';
import { getData, type V1Trace } from './support/query-client.ts';
import { scrapeSum } from './support/scrape.ts';
import { udpPacket } from './support/udp-packet.ts';

const PROCESSED = 'jaeger_agent_thrift_udp_server_packets_processed_total';
const MISSING_PACKETS = 'jaeger_agent_thrift_udp_server_packets_dropped_total';
const LOST = 'spoor_agent_spans_dropped_total';
const BACKLOG = 'spoor_agent_backlog_spans';
const DEADLINE_MS = 30_000;

async function allInOne(): Promise<AllInOne> {
  const server = await startAllInOne();
  onTestFinished(async () => void (await server.process.stop()));
  return server;
}

async function agentOf(collector: string, flags: readonly string[] = []): Promise<Agent> {
  const agent = await startAgent(collector, flags);
  onTestFinished(async () => void (await agent.process.stop()));
  return agent;
}

function udpSocket(): Socket {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  return socket;
}

function sendTo(socket: Socket, port: number, packet: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(packet, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
  });
}

describe('the recorded packets', () => {
  const cases = goldenIngestCases('jaeger').filter(({ protocol }) => protocol.startsWith('udp-'));

  test('an agent in front of a collector and the ports of an all-in-one store the same', async () => {
    const [straight, behind] = await Promise.all([allInOne(), allInOne()]);
    const agent = await agentOf(behind.jaegerGrpc);
    const socket = udpSocket();
    for (const one of cases) {
      for (const payload of one.payloads) {
        await sendTo(socket, straight.udp[udpPortOf(one)]!, payload);
        await sendTo(socket, agent.udp[udpPortOf(one)]!, payload);
      }
    }
    let differences: readonly string[] = [];
    const agree = async (): Promise<true | null> => {
      const found = await Promise.all(cases.map((one) => differencesOf(one, straight, behind)));
      differences = found.flat();
      return differences.length === 0 ? true : null;
    };
    await pollUntil(agree, { deadlineMs: DEADLINE_MS, what: 'agreement' }).catch(() => {});
    expect(differences).toEqual([]);
  });

  async function differencesOf(one: GoldenIngestCase, straight: AllInOne, behind: AllInOne): Promise<string[]> {
    const isTaken = KNOWN_DIFFERENCES.some(({ name, views }) => name === one.name && views.includes('raw'));
    const found: string[] = [];
    for (const [traceId, recorded] of Object.entries(one.raw)) {
      const [want, got] = await Promise.all([straight, behind].map((server) => rawTrace(server, traceId)));
      const status = recorded.status === 404 && !isTaken ? 404 : 200;
      const difference = firstDifference({ status, page: want?.page }, got);
      if (difference !== null) found.push(`${one.name}: ${difference}`);
    }
    return found;
  }

  async function rawTrace(server: AllInOne, traceId: string): Promise<{ status: number; page: unknown }> {
    const answer = await httpRequest(server.query, { method: 'GET', target: `/api/traces/${traceId}?raw=true` });
    return { status: answer.status, page: normalizeV1(jsonOf(answer)) };
  }
});

/** Packets of one service; how many spans it has is known at every moment. */
class UdpLoad {
  packets = 0;
  readonly #socket: Socket = udpSocket();
  readonly #agent: Agent;
  readonly #spansPerPacket: number;
  readonly #tagBytes: number;

  constructor(agent: Agent, size: { readonly spansPerPacket: number; readonly tagBytes: number }) {
    this.#agent = agent;
    this.#spansPerPacket = size.spansPerPacket;
    this.#tagBytes = size.tagBytes;
  }

  get spans(): number {
    return this.packets * this.#spansPerPacket;
  }

  /** Resolves when the agent has read them. */
  async send(packets: number): Promise<void> {
    const target = this.packets + packets;
    while (this.packets < target) {
      for (let n = 0; n < 25 && this.packets < target; n++)
        await sendTo(this.#socket, this.#agent.udp[6832]!, this.#next());
      const isRead = async (): Promise<true | null> => {
        const read = await scrapeSum(this.#agent.admin, PROCESSED);
        return read === this.packets ? true : null;
      };
      await pollUntil(isRead, { deadlineMs: DEADLINE_MS, what: `${this.packets} packets read` });
    }
  }

  #next(): Uint8Array {
    const traceId = BigInt(++this.packets);
    const spans = this.#spansPerPacket;
    return udpPacket({ service: 'load', traceId, spans, startMs: Date.now(), tagBytes: this.#tagBytes });
  }
}

/** Different spans of the load that can be found. */
async function storedSpans(server: AllInOne): Promise<number> {
  const traces = await getData<V1Trace>(server.query, '/api/traces?service=load&limit=100000&lookback=1h');
  return new Set(traces.flatMap(({ traceID, spans }) => spans.map(({ spanID }) => `${traceID}/${spanID}`))).size;
}

describe('when the line to the collector is cut under load', () => {
  test('nothing is lost that fits the backlog', async () => {
    const server = await allInOne();
    const proxy = new CuttableProxy(server.jaegerGrpc);
    await proxy.mend();
    const agent = await agentOf(proxy.address);
    onTestFinished(() => proxy.cut());
    const load = new UdpLoad(agent, { spansPerPacket: 10, tagBytes: 50 });
    await load.send(500);
    const sending = load.send(2_000);
    await proxy.cut();
    await sending;
    await pollUntil(async () => ((await scrapeSum(agent.admin, BACKLOG)) > 0 ? true : null), {
      deadlineMs: DEADLINE_MS,
      what: 'backlog',
    });
    await proxy.mend();
    await load.send(500);

    const isAllFound = async (): Promise<true | null> => ((await storedSpans(server)) === load.spans ? true : null);
    await pollUntil(isAllFound, { deadlineMs: DEADLINE_MS, what: `${load.spans} spans stored` });
    expect(await scrapeSum(agent.admin, LOST)).toBe(0);
    expect(await scrapeSum(agent.admin, MISSING_PACKETS)).toBe(0);
  });

  test('what a small backlog cannot hold is counted', async () => {
    const server = await allInOne();
    const proxy = new CuttableProxy(server.jaegerGrpc);
    await proxy.mend();
    const agent = await agentOf(proxy.address, ['--reporter.backlog.max-bytes=1MiB']);
    onTestFinished(() => proxy.cut());
    await proxy.cut();
    const load = new UdpLoad(agent, { spansPerPacket: 40, tagBytes: 300 });
    await load.send(600);
    const lost = await pollUntil(async () => (await scrapeSum(agent.admin, LOST)) || null, {
      deadlineMs: DEADLINE_MS,
      what: 'spans counted as lost',
    });
    expect(lost).toBeGreaterThan(0);
    await proxy.mend();

    const isSettled = async (): Promise<number | null> => {
      const waiting = await scrapeSum(agent.admin, BACKLOG);
      const counted = await scrapeSum(agent.admin, LOST);
      const stored = await storedSpans(server);
      return waiting === 0 && stored + counted === load.spans ? stored : null;
    };
    expect(await pollUntil(isSettled, { deadlineMs: DEADLINE_MS, what: 'sent = stored + counted' })).toBeGreaterThan(0);
    expect(await scrapeSum(agent.admin, MISSING_PACKETS)).toBe(0);
  });

  test('what the agent holds when it is stopped is sent by the next one, from the spool', async () => {
    const server = await allInOne();
    const proxy = new CuttableProxy(server.jaegerGrpc);
    await proxy.mend();
    onTestFinished(() => proxy.cut());
    await proxy.cut();
    const spool = await tempDirectory();
    onTestFinished(spool.remove);
    const flags = [`--reporter.spool.directory=${spool.path}`];
    const first = await startAgent(proxy.address, flags);
    const load = new UdpLoad(first, { spansPerPacket: 10, tagBytes: 50 });
    await load.send(200);
    expect(await first.process.stop()).toEqual({ code: 0, signal: null });
    await proxy.mend();
    await agentOf(proxy.address, flags);
    const isAllFound = async (): Promise<true | null> => ((await storedSpans(server)) === load.spans ? true : null);
    await pollUntil(isAllFound, { deadlineMs: DEADLINE_MS, what: `${load.spans} spans stored` });
  });
});
