// Started receivers over a sink that the test controls.
import type { RequestListener } from 'node:http';
import { ByteBudget, type Component, type Health, type SpanSink } from '@spoor/core';
import { tenancy } from '@spoor/kit';
import { type TestDeps, testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import {
  type JaegerHttpConfig,
  jaegerHttp,
  jaegerHttpConfig,
  type OtlpGrpcConfig,
  type OtlpHttpConfig,
  otlpGrpc,
  otlpGrpcConfig,
  otlpHttp,
  otlpHttpConfig,
  type ReceiverDeps,
  type ZipkinHttpConfig,
  zipkinHttp,
  zipkinHttpConfig,
} from '../../src/index.ts';
import { TestSink } from './test-sink.ts';

export interface Door {
  readonly sink: TestSink;
  readonly deps: TestDeps & ReceiverDeps;
  readonly budget: ByteBudget;
  /** `127.0.0.1:port`. */
  readonly address: string;
  stop(deadlineMs?: number): Promise<void>;
  health(): Health;
}

export interface DoorOptions {
  readonly budgetBytes?: number;
  readonly tenants?: readonly string[];
}

const BUDGET_BYTES = 64 * 1024 * 1024;

export function httpDoor(config: Partial<OtlpHttpConfig> = {}, options: DoorOptions = {}): Promise<Door> {
  const defaults = defaultsOf<OtlpHttpConfig>(otlpHttpConfig.fields);
  return openDoor(options, (sink, deps) => otlpHttp({ ...defaults, hostPort: '127.0.0.1:0', ...config }, sink, deps));
}

export function grpcDoor(config: Partial<OtlpGrpcConfig> = {}, options: DoorOptions = {}): Promise<Door> {
  const defaults = defaultsOf<OtlpGrpcConfig>(otlpGrpcConfig.fields);
  return openDoor(options, (sink, deps) => otlpGrpc({ ...defaults, hostPort: '127.0.0.1:0', ...config }, sink, deps));
}

/** Its sampling strategies are what `sampling` answers. */
export function jaegerDoor(
  config: Partial<JaegerHttpConfig> = {},
  options: DoorOptions = {},
  sampling: RequestListener = (_request, response) => void response.end('sampled'),
): Promise<Door> {
  const whole = { ...defaultsOf<JaegerHttpConfig>(jaegerHttpConfig.fields), hostPort: '127.0.0.1:0', ...config };
  return openDoor(options, (sink, deps) => jaegerHttp(whole, sink, { ...deps, sampling }));
}

export function zipkinDoor(config: Partial<ZipkinHttpConfig> = {}, options: DoorOptions = {}): Promise<Door> {
  const whole = { ...defaultsOf<ZipkinHttpConfig>(zipkinHttpConfig.fields), hostPort: '127.0.0.1:0', ...config };
  return openDoor(options, (sink, deps) => zipkinHttp(whole, sink, deps));
}

/** Of all fields of a spec. */
export function defaultsOf<C>(fields: { readonly [K in keyof C]: { readonly default: C[K] } }): C {
  const pairs = Object.entries<{ readonly default: unknown }>(fields).map(([key, field]) => [key, field.default]);
  return Object.fromEntries(pairs) as C;
}

/** A started receiver; stopped when the test is over. */
export async function openDoor(
  { budgetBytes = BUDGET_BYTES, tenants }: DoorOptions,
  make: (sink: SpanSink, deps: TestDeps & ReceiverDeps) => Component & { readonly address: string },
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
