// A sampling strategies file behind every door that serves it, against what Jaeger's agent and collector answered.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GoldenSamplingTarget, goldenSamplingCases, tempDirectory } from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Agent, startAgent } from './support/agent.ts';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { GrpcCaller } from './support/grpc-call.ts';
import { httpRequest } from './support/http-request.ts';

const GET_STRATEGY = '/jaeger.api_v2.SamplingManager/GetSamplingStrategy';
const CASE = goldenSamplingCases().find(({ name }) => name === '04-services')!;

let server: AllInOne;
let agent: Agent;
beforeAll(async () => {
  const folder = await tempDirectory();
  const file = join(folder.path, 'strategies.json');
  writeFileSync(file, CASE.strategies ?? '');
  server = await startAllInOne([`--sampling.strategies-file=${file}`]);
  agent = await startAgent(server.jaegerGrpc);
  await folder.remove();
});
afterAll(async () => {
  await agent?.process.stop();
  await server?.process.stop();
});

const HTTP_DOORS: readonly (readonly [string, GoldenSamplingTarget, () => string])[] = [
  ['14268 of the all-in-one', 'collector-1.76', () => server.jaegerHttp],
  ['5778 of the all-in-one', 'agent-1.62', () => server.sampling],
  ['5778 of an agent in front of it', 'agent-1.62', () => agent.sampling],
];

describe.each(HTTP_DOORS)('%s', (_door, target, baseOf) => {
  test.each(CASE.http.filter((recorded) => recorded.target === target))('$method $path', async (recorded) => {
    const got = await httpRequest(baseOf(), { method: recorded.method, target: recorded.path });
    expect(got.headers['content-type'] ?? null).toBe(recorded.contentType);
    expect([got.status, Buffer.from(got.body).toString()]).toEqual([recorded.status, recorded.bodyText]);
  });
});

const GRPC_DOORS: readonly (readonly [string, GoldenSamplingTarget, () => string])[] = [
  ['14250', 'collector-1.76', () => server.jaegerGrpc],
  ['5779', 'jaeger-2.20', () => server.samplingGrpc],
];

describe.each(GRPC_DOORS)('gRPC %s', (_door, target, addressOf) => {
  test.each(CASE.grpc.filter((recorded) => recorded.target === target))('of "$service"', async (recorded) => {
    const caller = new GrpcCaller(addressOf());
    const answer = await caller.call(GET_STRATEGY, samplingParameters(recorded.service));
    caller.close();
    expect([answer.code, Buffer.from(answer.body)]).toEqual(['OK', Buffer.from(recorded.response)]);
  });
});

/** SamplingStrategyParameters of proto3: an empty name is not on the wire. */
function samplingParameters(service: string): Uint8Array {
  const name = Buffer.from(service);
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
}
