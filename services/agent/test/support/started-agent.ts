// The whole agent on free ports of this machine.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Component } from '@spoor/core';
import {
  ComponentGraph,
  type ConfigsOf,
  commonConfig,
  createMetrics,
  loadConfig,
  type ScrapedMetrics,
} from '@spoor/kit';
import { goldenIngestCases, type LoggedLine, testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import { type AgentSpecs, service } from '../../src/index.ts';

const FREE_PORTS = [
  '--processor.zipkin-compact.server-host-port=127.0.0.1:0',
  '--processor.jaeger-compact.server-host-port=127.0.0.1:0',
  '--processor.jaeger-binary.server-host-port=127.0.0.1:0',
  '--http-server.host-port=127.0.0.1:0',
];

export interface StartedAgent {
  readonly metrics: ScrapedMetrics;
  readonly logged: readonly LoggedLine[];
  /** Of its parts, by name. */
  readonly component: (name: string) => Component;
  /** GET on port 5778, or what stands for it. */
  readonly ask: (path: string) => Promise<Response>;
  /** Sends datagrams to the port for `protocol`; they are in the agent's buffer when it resolves. */
  readonly send: (packets: readonly Uint8Array[], protocol?: UdpProtocol) => Promise<void>;
  /** Of a metric now: the sum over the labels that are not given. */
  readonly metric: (name: string, labels?: Readonly<Record<string, string>>) => Promise<number>;
  /** In order, as on SIGTERM. */
  readonly stop: (deadlineMs?: number) => Promise<void>;
}

type UdpProtocol = 'zipkin-compact' | 'jaeger-compact' | 'jaeger-binary';

const PORTS: readonly UdpProtocol[] = ['zipkin-compact', 'jaeger-compact', 'jaeger-binary'];

/** Stopped with the test. */
export async function startAgent(collector: string, args: readonly string[] = []): Promise<StartedAgent> {
  const flags = [...FREE_PORTS, `--reporter.grpc.host-port=${collector}`, ...args];
  const loaded = await loadConfig({ ...service.specs, common: commonConfig(service.common) }, { args: flags, env: {} });
  const { logged, ...deps } = testDeps();
  const metrics = createMetrics();
  const configs = loaded.configs as ConfigsOf<AgentSpecs>;
  const stages = service.compose(configs, { ...deps, metrics }, loaded.configs.common);
  const graph = new ComponentGraph(stages, deps.logger, deps.clock);
  const stop = async (deadlineMs = 1_000): Promise<void> => void (await graph.stop(deadlineMs));
  onTestFinished(() => stop());
  await graph.start(1_000);
  const component = (name: string): Component => {
    const found = graph.components.find((each) => each.name === name);
    if (found === undefined) throw new Error(`the agent has no ${name}`);
    return found;
  };
  const addresses = component('udp-thrift').health().detail.split(' ');
  return {
    metrics,
    logged,
    component,
    ask: (path) =>
      fetch(`http://${component('sampling-http').health().detail}${path}`, { headers: { connection: 'close' } }),
    send: (packets, protocol = 'jaeger-compact') => sendTo(addresses[PORTS.indexOf(protocol)], packets),
    metric: async (name, labels = {}) => sumOf(await metrics.render(), name, labels),
    stop,
  };
}

async function sendTo(address: string | undefined, packets: readonly Uint8Array[]): Promise<void> {
  const [host = '', port = ''] = address?.split(':') ?? [];
  const socket = createSocket('udp4');
  socket.connect(Number(port), host);
  await once(socket, 'connect');
  for (const packet of packets) socket.send(packet);
  socket.close();
}

function sumOf(exposition: string, name: string, labels: Readonly<Record<string, string>>): number {
  let sum = 0;
  for (const line of exposition.split('\n')) {
    const [, sample, pairs = '', value] = /^([a-zA-Z_:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const isMeant = Object.entries(labels).every(([label, text]) => pairs.includes(`${label}="${text}"`));
    if (sample === name && isMeant) sum += Number(value);
  }
  return sum;
}

/** The datagrams of a recorded case. */
export function recorded(name: string): readonly Uint8Array[] {
  const found = goldenIngestCases('jaeger').find((each) => each.name === name);
  if (found === undefined) throw new Error(`no recorded case ${name}`);
  return found.payloads;
}
