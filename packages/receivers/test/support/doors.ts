// Started receivers over a sink that the test controls.
import { ByteBudget, type Call, type Health, type SpanBatch, type SpanSink } from '@spoor/core';
import { tenancy } from '@spoor/kit';
import { type TestDeps, testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import {
  type OtlpGrpcConfig,
  type OtlpHttpConfig,
  otlpGrpc,
  otlpGrpcConfig,
  otlpHttp,
  otlpHttpConfig,
  type ReceiverDeps,
} from '../../src/index.ts';

interface Consumed {
  readonly batch: SpanBatch;
  readonly call: Call;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Answers at once, or, `held`, when the test says so. */
class TestSink implements SpanSink {
  /** All batches so far, answered or not. */
  readonly consumed: Consumed[] = [];
  held = false;
  /** What `consume` does before it resolves; may throw. */
  onConsume: (batch: SpanBatch, call: Call) => void = () => undefined;
  #arrived: () => void = () => undefined;

  consume(batch: SpanBatch, call: Call): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
      this.consumed.push({ batch, call, succeed: resolve, fail });
      try {
        this.onConsume(batch, call);
        if (!this.held) resolve();
      } catch (error) {
        fail(error);
      }
      this.#arrived();
    });
  }

  get spans(): number {
    return this.consumed.reduce((sum, { batch }) => sum + batch.length, 0);
  }

  /** Resolves once `count` batches were consumed, answered or not. */
  async arrived(count: number): Promise<void> {
    while (this.consumed.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  /** Lets all held batches and all later ones succeed. */
  release(): void {
    this.held = false;
    for (const { succeed } of this.consumed) succeed();
  }
}

export interface Door {
  readonly sink: TestSink;
  readonly deps: TestDeps & ReceiverDeps;
  readonly budget: ByteBudget;
  /** `127.0.0.1:port`. */
  readonly address: string;
  stop(deadlineMs?: number): Promise<void>;
  health(): Health;
}

interface DoorOptions {
  readonly budgetBytes?: number;
  readonly tenants?: readonly string[];
}

const BUDGET_BYTES = 64 * 1024 * 1024;

export function httpDoor(config: Partial<OtlpHttpConfig> = {}, options: DoorOptions = {}): Promise<Door> {
  const defaults = defaultsOf<OtlpHttpConfig>(otlpHttpConfig.fields);
  return open(options, (sink, deps) => otlpHttp({ ...defaults, hostPort: '127.0.0.1:0', ...config }, sink, deps));
}

export function grpcDoor(config: Partial<OtlpGrpcConfig> = {}, options: DoorOptions = {}): Promise<Door> {
  const defaults = defaultsOf<OtlpGrpcConfig>(otlpGrpcConfig.fields);
  return open(options, (sink, deps) => otlpGrpc({ ...defaults, hostPort: '127.0.0.1:0', ...config }, sink, deps));
}

function defaultsOf<C>(fields: { readonly [K in keyof C]: { readonly default: C[K] } }): C {
  const pairs = Object.entries<{ readonly default: unknown }>(fields).map(([key, field]) => [key, field.default]);
  return Object.fromEntries(pairs) as C;
}

async function open(
  { budgetBytes = BUDGET_BYTES, tenants }: DoorOptions,
  make: (sink: SpanSink, deps: ReceiverDeps) => ReturnType<typeof otlpHttp>,
): Promise<Door> {
  const budget = new ByteBudget(budgetBytes);
  const tenancyConfig = { tenancyEnabled: tenants !== undefined, tenancyHeader: 'X-Tenant', tenants: tenants ?? [] };
  const deps = { ...testDeps(), budget, tenancy: tenancy(tenancyConfig) };
  const sink = new TestSink();
  const receiver = make(sink, deps);
  await receiver.start(new AbortController().signal);
  const stop = (deadlineMs = 1_000): Promise<void> => receiver.stop(deadlineMs);
  onTestFinished(() => stop(0));
  return { sink, deps, budget, address: receiver.address, stop, health: () => receiver.health() };
}
