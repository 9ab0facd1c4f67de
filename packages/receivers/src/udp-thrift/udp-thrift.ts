// Thrift over UDP, the agent's three ports: 5775, 6831 and 6832. Which method and protocol a port is meant for
// shows in its metrics only; each takes both of both.
import { type Component, type Deps, type Health, type SpanSink, systemTimers } from '@spoor/core';
import { type AgentMessage, AgentTranscoder } from '@spoor/wire';
import { KernelDrops, UdpTables } from './kernel-drops.ts';
import { LossLog } from './loss-log.ts';
import { PacketIntake } from './packet-intake.ts';
import { receiveBufferCure } from './receive-buffer.ts';
import { type PortLabels, portMetrics } from './udp-metrics.ts';
import { UdpPort } from './udp-port.ts';
import {
  JAEGER_BINARY_FLAGS,
  JAEGER_COMPACT_FLAGS,
  type UdpThriftConfig,
  ZIPKIN_COMPACT_FLAGS,
} from './udp-thrift-config.ts';

export interface UdpThriftDeps extends Deps {
  /** The value of `@jaeger@format` on every span; null = no such tag. */
  readonly format: string | null;
  /** Hears of every packet that was understood, before its spans go on. */
  readonly onMessage?: (message: AgentMessage) => void;
}

/** `addresses` are where it listens, `host:port`, once started: of 5775, 6831 and 6832; '' = not opened. */
export function udpThrift(
  config: UdpThriftConfig,
  sink: SpanSink,
  deps: UdpThriftDeps,
): Component & { readonly addresses: readonly string[] } {
  return new UdpThrift(config, sink, deps);
}

interface PortConfig extends PortLabels {
  readonly flags: string;
  readonly hostPort: string;
  readonly queueSize: number;
  readonly maxPacketBytes: number;
  readonly socketBufferBytes: number;
}

class UdpThrift implements Component {
  readonly name = 'udp-thrift';
  readonly #deps: UdpThriftDeps;
  /** Of all three, those that are not opened too. */
  readonly #ports: readonly { readonly hostPort: string; readonly port: UdpPort }[];
  #state: Health['state'] = 'starting';
  #stopped: Promise<void> | null = null;

  constructor(config: UdpThriftConfig, sink: SpanSink, deps: UdpThriftDeps) {
    this.#deps = deps;
    const tables = new UdpTables();
    this.#ports = portConfigs(config).map((port) => ({
      hostPort: port.hostPort,
      port: udpPort(port, sink, deps, tables),
    }));
  }

  get addresses(): readonly string[] {
    return this.#ports.map(({ port }) => port.address);
  }

  async start(): Promise<void> {
    const { logger } = this.#deps;
    let asked = 0;
    let granted = 0;
    try {
      for (const { hostPort, port } of this.#ports) {
        if (hostPort === '') continue;
        const short = await port.open();
        if (short !== null && short.asked > asked) ({ asked, granted } = short);
        logger.info('listening', { name: this.name, address: port.address });
      }
    } catch (error) {
      await this.#close(0);
      throw error;
    }
    if (asked > 0) {
      const fields = { askedBytes: asked, grantedBytes: granted, cure: receiveBufferCure(asked) };
      logger.warn('the kernel grants UDP smaller receive buffers than asked for: bursts may be lost', fields);
    }
    this.#state = 'ready';
  }

  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#stop(deadlineMs);
    return this.#stopped;
  }

  health(): Health {
    return { state: this.#state, detail: this.addresses.filter((address) => address !== '').join(' ') };
  }

  async #stop(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    await this.#close(deadlineMs);
    this.#state = 'stopped';
  }

  async #close(deadlineMs: number): Promise<void> {
    await Promise.all(this.#ports.map(({ port }) => port.close(deadlineMs)));
  }
}

function portConfigs(config: UdpThriftConfig): PortConfig[] {
  return [
    {
      model: 'zipkin',
      protocol: 'compact',
      flags: ZIPKIN_COMPACT_FLAGS,
      hostPort: config.zipkinCompactHostPort,
      queueSize: config.zipkinCompactQueueSize,
      maxPacketBytes: config.zipkinCompactMaxPacketBytes,
      socketBufferBytes: config.zipkinCompactSocketBufferBytes,
    },
    {
      model: 'jaeger',
      protocol: 'compact',
      flags: JAEGER_COMPACT_FLAGS,
      hostPort: config.jaegerCompactHostPort,
      queueSize: config.jaegerCompactQueueSize,
      maxPacketBytes: config.jaegerCompactMaxPacketBytes,
      socketBufferBytes: config.jaegerCompactSocketBufferBytes,
    },
    {
      model: 'jaeger',
      protocol: 'binary',
      flags: JAEGER_BINARY_FLAGS,
      hostPort: config.jaegerBinaryHostPort,
      queueSize: config.jaegerBinaryQueueSize,
      maxPacketBytes: config.jaegerBinaryMaxPacketBytes,
      socketBufferBytes: config.jaegerBinarySocketBufferBytes,
    },
  ];
}

function udpPort(config: PortConfig, sink: SpanSink, deps: UdpThriftDeps, tables: UdpTables): UdpPort {
  const { clock, logger, onMessage = () => undefined } = deps;
  const metrics = portMetrics(deps.metrics, config, () => intake.queuedPackets);
  const limits = {
    maxPacketBytes: config.maxPacketBytes,
    maxQueuedBytes: config.queueSize * config.maxPacketBytes,
  };
  const intake = new PacketIntake(new AgentTranscoder(deps.names, deps.format), limits, sink, {
    metrics,
    losses: new LossLog(config.flags, deps),
    timers: systemTimers,
    onMessage,
  });
  const kernelDrops = new KernelDrops(tables, deps.metrics);
  return new UdpPort(config, { intake, metrics, kernelDrops, clock, logger });
}
