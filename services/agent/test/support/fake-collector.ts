// A real gRPC server that stands for a collector: it keeps what it takes, answers as the test says, and can be killed
// and started again on its port.
import { type handleUnaryCall, type Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { type Attribute, NameTable, type SamplingStrategy } from '@spoor/core';
import { decodePostSpans, encodeSamplingStrategy, samplingServiceName } from '@spoor/wire';
import { onTestFinished } from 'vitest';

interface Refusal {
  readonly code: status;
  readonly details?: string;
  readonly metadata?: Metadata;
}

/** `held` = no answer until the connection ends. */
export type Answer = Refusal | 'ok' | 'held';

interface Received {
  readonly metadata: Metadata;
  readonly bytes: Buffer;
  /** Of its spans. */
  readonly operations: readonly string[];
}

export class FakeCollector {
  /** All requests, whatever they were answered. */
  readonly requests: Received[] = [];
  /** Of the requests that were answered with success, in order. */
  readonly operations: string[] = [];
  /** Attributes of the first span's resource, for each of these requests. */
  readonly processes: (readonly Attribute[])[] = [];
  /** Services that were asked for. */
  readonly asked: string[] = [];
  /** Who asked for them. */
  readonly tenants: string[] = [];
  answer: (request: Received) => Answer = () => 'ok';
  strategy: (service: string) => SamplingStrategy | Answer = () => probabilistic(0.5);
  #server: Server | null = null;
  #port = 0;
  #arrived: () => void = () => undefined;

  get hostPort(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** On the port of before. */
  async start(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
    server.addService(
      {
        postSpans: raw('/jaeger.api_v2.CollectorService/PostSpans'),
        getSamplingStrategy: raw('/jaeger.api_v2.SamplingManager/GetSamplingStrategy'),
      },
      { postSpans: this.#postSpans, getSamplingStrategy: this.#getSamplingStrategy },
    );
    this.#port = await new Promise((resolve, reject) => {
      server.bindAsync(this.hostPort, ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    this.#server = server;
  }

  /** As a killed process would: connections are cut, requests stay without an answer. */
  kill(): void {
    this.#server?.forceShutdown();
    this.#server = null;
  }

  /** Resolves once so many requests came, whatever they were answered. */
  async requested(count: number): Promise<void> {
    await this.#until(() => this.requests.length >= count);
  }

  /** Resolves once it was asked for so many strategies. */
  async questioned(count: number): Promise<void> {
    await this.#until(() => this.asked.length >= count);
  }

  /** Resolves once so many spans were taken. */
  async took(count: number): Promise<void> {
    await this.#until(() => this.operations.length >= count);
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  readonly #postSpans: handleUnaryCall<Buffer, Buffer> = ({ request: bytes, metadata }, done) => {
    const batch = decodePostSpans(bytes, new NameTable(), null);
    const operations = Array.from({ length: batch.length }, (_, row) => batch.span(row).toSpan().name);
    const received = { metadata, bytes, operations };
    const answer = this.answer(received);
    this.requests.push(received);
    if (answer === 'ok') {
      this.operations.push(...operations);
      this.processes.push(batch.span(0).toSpan().resource.attributes);
      done(null, Buffer.alloc(0));
    } else if (answer !== 'held') done(answer);
    this.#arrived();
  };

  readonly #getSamplingStrategy: handleUnaryCall<Buffer, Buffer> = ({ request, metadata }, done) => {
    const service = samplingServiceName(request);
    const answer = this.strategy(service);
    this.asked.push(service);
    this.tenants.push(...metadata.get('x-scope').map(String));
    if (typeof answer === 'object' && 'type' in answer) done(null, Buffer.from(encodeSamplingStrategy(answer)));
    else if (answer !== 'held') done(answer === 'ok' ? { code: status.INTERNAL } : answer);
    this.#arrived();
  };
}

export function probabilistic(samplingRate: number): SamplingStrategy {
  return { type: 'PROBABILISTIC', samplingRate, maxTracesPerSecond: null, operations: null };
}

/** One that is ended with the test. */
export async function startCollector(): Promise<FakeCollector> {
  const collector = new FakeCollector();
  await collector.start();
  onTestFinished(() => collector.kill());
  return collector;
}

const same = (bytes: Buffer): Buffer => bytes;

function raw(path: string) {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}
