// What Jaeger answers for a strategies file, byte for byte.
import type { SamplingAnswer } from '@spoor/core';
import { type GoldenSamplingHttp, type GoldenSamplingTarget, goldenSamplingCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { startedSampling, strategiesFile } from '../support/started-sampling.ts';

/** 2.20 ran with 1. */
const DEFAULT_PROBABILITY = { 'agent-1.62': 0.001, 'collector-1.76': 0.001, 'jaeger-2.20': 1 } as const;

const cases = goldenSamplingCases();

function serviceOf({ path }: GoldenSamplingHttp): string {
  return new URL(path, 'http://agent').searchParams.get('service') ?? '';
}

/** Of the agent's paths, only `/` answers numbers; 2.20 never does. */
function bodyOf(answer: SamplingAnswer, { target, path }: GoldenSamplingHttp): string {
  const isLegacy = target === 'agent-1.62' && path.startsWith('/?');
  return Buffer.from((isLegacy ? answer.legacyJson : answer.json) ?? []).toString();
}

describe.each(cases)('$name', ({ strategies, http, grpc }) => {
  const startedAs = (target: GoldenSamplingTarget) =>
    startedSampling({
      strategiesFile: strategies === null ? '' : strategiesFile(strategies).path,
      defaultSamplingProbability: DEFAULT_PROBABILITY[target],
    });

  test.each(['agent-1.62', 'collector-1.76', 'jaeger-2.20'] as const)('over HTTP as %s', async (target) => {
    const { provider } = await startedAs(target);
    const answered = http.filter((one) => one.target === target && one.status === 200 && one.method !== 'HEAD');
    expect(answered.length).toBeGreaterThan(0);
    for (const recorded of answered) {
      const answer = await provider.strategy(serviceOf(recorded));
      expect(bodyOf(answer, recorded), recorded.path).toBe(recorded.bodyText);
    }
  });

  test.each(['collector-1.76', 'jaeger-2.20'] as const)('over gRPC as %s', async (target) => {
    const { provider } = await startedAs(target);
    const answered = grpc.filter((one) => one.target === target);
    expect(answered.length).toBeGreaterThan(0);
    for (const { service, response } of answered) {
      expect((await provider.strategy(service)).proto, service).toEqual(response);
    }
  });
});
