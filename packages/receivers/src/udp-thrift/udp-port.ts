// One UDP port: its socket, its kernel buffer and its end.
import type { Socket } from 'node:dgram';
import type { Clock, Logger } from '@spoor/core';
import { hostPortText } from '@spoor/kit';
import { bindUdp } from './bind-udp.ts';
import type { KernelDrops } from './kernel-drops.ts';
import type { PacketIntake } from './packet-intake.ts';
import { growReceiveBuffer } from './receive-buffer.ts';
import type { PortMetrics } from './udp-metrics.ts';

export interface UdpPortOptions {
  /** Of the flags, e.g. `processor.jaeger-compact`. */
  readonly flags: string;
  readonly hostPort: string;
  /** To ask the kernel for; 0 = the default. */
  readonly socketBufferBytes: number;
}

export interface UdpPortDeps {
  readonly intake: PacketIntake;
  readonly metrics: PortMetrics;
  readonly kernelDrops: KernelDrops;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Turns of the event loop without a packet after which the kernel has none left: the first may have been under way. */
const QUIET_TURNS = 2;

export class UdpPort {
  readonly #options: UdpPortOptions;
  readonly #deps: UdpPortDeps;
  #socket: Socket | null = null;
  #address = '';
  #bufferBytes = 0;

  constructor(options: UdpPortOptions, deps: UdpPortDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** `host:port` once open, else ''. */
  get address(): string {
    return this.#address;
  }

  /** Answers the bytes that the kernel granted below what it was asked for; null when it granted all. */
  async open(): Promise<{ readonly asked: number; readonly granted: number } | null> {
    const { hostPort, flags, socketBufferBytes } = this.#options;
    const socket = await bindUdp(hostPort, `${flags}.server-host-port`);
    this.#socket = socket;
    const buffer = growReceiveBuffer(socket, socketBufferBytes);
    this.#bufferBytes = buffer.granted;
    socket.on('message', (packet) => this.#deps.intake.add(packet));
    socket.on('error', (error) => this.#countReadError(error));
    const { address, port } = socket.address();
    this.#address = hostPortText({ host: address, port });
    this.#deps.kernelDrops.watch(port);
    return buffer.granted < buffer.asked ? buffer : null;
  }

  /** Takes in what the kernel holds, closes the socket, and waits for the sink. */
  async close(deadlineMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    const { intake, metrics, kernelDrops, clock } = this.#deps;
    const sinceMs = clock.monotonicMs();
    await this.#readRest();
    kernelDrops.end();
    socket.close();
    await intake.drain(deadlineMs);
    metrics.closeTime.observe((clock.monotonicMs() - sinceMs) / 1000);
  }

  /** No more than the kernel could hold: senders may go on for ever. */
  async #readRest(): Promise<void> {
    const { intake } = this.#deps;
    const end = intake.receivedBytes + this.#bufferBytes;
    for (let quiet = 0; quiet < QUIET_TURNS && intake.receivedBytes < end; ) {
      const before = intake.receivedBytes;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = intake.receivedBytes === before ? quiet + 1 : 0;
    }
  }

  #countReadError(error: Error): void {
    this.#deps.metrics.readErrors.value++;
    this.#deps.logger.debug('UDP read failed', { address: this.#address, message: error.message });
  }
}
