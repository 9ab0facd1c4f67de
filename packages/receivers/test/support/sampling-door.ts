// Started sampling ports over a provider that the test controls.
import { ByteBudget, type SamplingAnswer, type SamplingProvider } from '@spoor/core';
import { goldenSamplingCases, type TestDeps, testDeps } from '@spoor/testkit';
import { decodeSamplingStrategy, samplingAnswer } from '@spoor/wire';
import { onTestFinished } from 'vitest';
import {
  type SamplingGrpcConfig,
  type SamplingHttpConfig,
  samplingGrpc,
  samplingGrpcConfig,
  samplingHandler,
  samplingHttp,
  samplingHttpConfig,
} from '../../src/index.ts';
import { type Door, defaultsOf, jaegerDoor } from './doors.ts';

export interface SamplingDoor {
  /** `127.0.0.1:port`. */
  readonly address: string;
  readonly deps: TestDeps;
}

const HOST_PORT = '127.0.0.1:0';

/** The agent's port. */
export async function samplingHttpDoor(
  provider: SamplingProvider,
  config: Partial<SamplingHttpConfig> = {},
): Promise<SamplingDoor> {
  const deps = testDeps();
  const whole = { ...defaultsOf<SamplingHttpConfig>(samplingHttpConfig.fields), hostPort: HOST_PORT, ...config };
  const server = samplingHttp(whole, provider, deps);
  await server.start(new AbortController().signal);
  onTestFinished(() => server.stop(0));
  return { address: server.address, deps };
}

/** The collector's port for thrift, with sampling. */
export async function collectorDoor(provider: SamplingProvider): Promise<Door & { readonly sampling: TestDeps }> {
  const sampling = testDeps();
  const handler = samplingHandler({ provider, metrics: sampling.metrics });
  return { ...(await jaegerDoor({}, {}, handler)), sampling };
}

export async function samplingGrpcDoor(
  provider: SamplingProvider,
  config: Partial<SamplingGrpcConfig> = {},
): Promise<SamplingDoor> {
  const deps = testDeps();
  const whole = { ...defaultsOf<SamplingGrpcConfig>(samplingGrpcConfig.fields), hostPort: HOST_PORT, ...config };
  const server = samplingGrpc(whole, provider, { budget: new ByteBudget(1024 * 1024), logger: deps.logger });
  await server.start(new AbortController().signal);
  onTestFinished(() => server.stop(0));
  return { address: server.address, deps };
}

/** What the collector of 1.76 answered over gRPC, which is all that an agent in front of it knows. */
export function recordedProvider(name: string): SamplingProvider {
  const { grpc } = goldenSamplingCases().find((one) => one.name === name)!;
  const answers = new Map<string, SamplingAnswer>();
  for (const { target, service, response } of grpc) {
    if (target === 'collector-1.76') answers.set(service, samplingAnswer(decodeSamplingStrategy(response)));
  }
  return { strategy: (service) => answers.get(service) ?? answers.get('unknown-service')! };
}

/** Every service is answered with its own name as the only operation. */
export const ECHO: SamplingProvider = {
  strategy: (service) =>
    samplingAnswer({
      type: 'PROBABILISTIC',
      samplingRate: 1,
      maxTracesPerSecond: null,
      operations: {
        defaultSamplingProbability: 1,
        defaultLowerBoundTracesPerSecond: 0,
        defaultUpperBoundTracesPerSecond: 0,
        perOperation: [{ operation: service, samplingRate: 1 }],
      },
    }),
};
