// What Jaeger's agent and collector answered over HTTP, byte for byte.
import { type GoldenSamplingHttp, goldenSamplingCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { httpClient } from '../support/http-client.ts';
import { collectorDoor, recordedProvider, samplingHttpDoor } from '../support/sampling-door.ts';

async function expectRecorded(address: string, recorded: readonly GoldenSamplingHttp[]): Promise<void> {
  expect(recorded.length).toBeGreaterThan(0);
  const client = httpClient(address);
  for (const { method, path, status, contentType, bodyText } of recorded) {
    const { request, answer } = client.open({ method, path });
    request.end();
    const got = await answer;
    const shown = { status: got.status, contentType: got.headers['content-type'] ?? null, bodyText: got.text };
    expect(shown, `${method} ${path}`).toEqual({ status, contentType, bodyText });
  }
}

describe.each(goldenSamplingCases())('$name', ({ name, http }) => {
  test('as agent 1.62', async () => {
    const { address } = await samplingHttpDoor(recordedProvider(name));
    const recorded = http.filter(({ target }) => target === 'agent-1.62');
    await expectRecorded(address, recorded);
  });

  test('as collector 1.76', async () => {
    const { address } = await collectorDoor(recordedProvider(name));
    const recorded = http.filter(({ target }) => target === 'collector-1.76');
    await expectRecorded(address, recorded);
  });
});
