// The three UDP ports over a sink that the test controls, and senders.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Health } from '@spoor/core';
import { type TestDeps, testDeps } from '@spoor/testkit';
import type { AgentMessage } from '@spoor/wire';
import { onTestFinished } from 'vitest';
import { type UdpThriftConfig, udpThrift, udpThriftConfig } from '../../src/index.ts';
import { defaultsOf } from './doors.ts';
import { TestSink } from './test-sink.ts';

/** Of the ports in `addresses`. */
export const ZIPKIN_COMPACT = 0;
export const JAEGER_COMPACT = 1;
export const JAEGER_BINARY = 2;

export const PORT_LABELS = [
  { model: 'zipkin', protocol: 'compact' },
  { model: 'jaeger', protocol: 'compact' },
  { model: 'jaeger', protocol: 'binary' },
] as const;

export interface UdpDoor {
  readonly sink: TestSink;
  readonly deps: TestDeps;
  /** `127.0.0.1:port` each, unless the test says otherwise. */
  readonly addresses: readonly string[];
  /** What every understood packet said. */
  readonly messages: readonly AgentMessage[];
  /** Packets that were lost so far. */
  dropped(cause: string): number;
  health(): Health;
  stop(deadlineMs?: number): Promise<void>;
}

const LOOPBACK: Partial<UdpThriftConfig> = {
  zipkinCompactHostPort: '127.0.0.1:0',
  jaegerCompactHostPort: '127.0.0.1:0',
  jaegerBinaryHostPort: '127.0.0.1:0',
};

export async function udpDoor(config: Partial<UdpThriftConfig> = {}, format: string | null = null): Promise<UdpDoor> {
  const deps = testDeps();
  const sink = new TestSink();
  const messages: AgentMessage[] = [];
  const whole = { ...defaultsOf<UdpThriftConfig>(udpThriftConfig.fields), ...LOOPBACK, ...config };
  const onMessage = (message: AgentMessage): void => void messages.push(message);
  const receiver = udpThrift(whole, sink, { ...deps, format, onMessage });
  onTestFinished(() => receiver.stop(0));
  await receiver.start(new AbortController().signal);
  return {
    sink,
    deps,
    addresses: receiver.addresses,
    messages,
    dropped: (cause) => deps.metric('spoor_udp_packets_dropped_total', { cause }),
    health: () => receiver.health(),
    stop: (deadlineMs = 1_000) => receiver.stop(deadlineMs),
  };
}

/** Resolves to a function that sends at once: what it sent is in the receiver's buffer when it returns. */
export async function udpSender(address: string | undefined): Promise<(packet: Uint8Array) => void> {
  const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address ?? '') ?? [];
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  onTestFinished(() => void socket.close());
  socket.connect(Number(port), host);
  await once(socket, 'connect');
  return (packet) => socket.send(packet);
}

/** Lets the event loop turn until `isDone`. */
export async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setImmediate(resolve));
}
