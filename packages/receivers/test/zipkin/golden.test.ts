// What Jaeger 1.76 answered to recorded Zipkin payloads: status and headers. Its texts are Go's; ours say span, field
// and byte.
import { type GoldenIngestCase, goldenIngestCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { zipkinDoor } from '../support/doors.ts';

/** Refused by Jaeger, taken here: what real clients send. */
const TAKEN = new Set(['java-brave-proto', 'node-zipkin-v1', 'py-zipkin-v1json', 'zipkin-v1-json-bool-value']);

function post(
  address: string,
  { path, method, contentType, contentEncoding }: GoldenIngestCase,
  payload: Uint8Array,
): Promise<Response> {
  return fetch(`http://${address}${path}`, {
    method,
    headers: {
      ...(contentType === '' ? {} : { 'content-type': contentType }),
      ...(contentEncoding === '' ? {} : { 'content-encoding': contentEncoding }),
    },
    body: new Uint8Array(payload),
  });
}

describe('answers as Jaeger 1.76 to', () => {
  for (const recorded of goldenIngestCases('zipkin').filter(({ name }) => !TAKEN.has(name))) {
    test(`${recorded.name}: ${recorded.description}`, async () => {
      const { address, sink } = await zipkinDoor();
      for (const [i, payload] of recorded.payloads.entries()) {
        const answer = recorded.answers[i]!;
        const response = await post(address, recorded, payload);
        const headers = Object.fromEntries(
          Object.keys(answer.headers ?? {}).map((name) => [name, response.headers.get(name)]),
        );
        expect({ status: response.status, headers }).toEqual({ status: answer.status, headers: answer.headers });
        const text = await response.text();
        if (answer.status === 202) expect(text).toBe('');
        else expect(text).toMatch(/ at byte \d+\n$/);
      }
      const refused = recorded.answers.filter(({ status }) => status !== 202).length;
      expect(sink.consumed.length).toBe(recorded.payloads.length - refused);
    });
  }
});

describe('takes what Jaeger 1.76 refuses', () => {
  test.for(goldenIngestCases('zipkin').filter(({ name }) => TAKEN.has(name)))('$name', async (recorded) => {
    const { address, sink } = await zipkinDoor();
    for (const payload of recorded.payloads) {
      expect((await post(address, recorded, payload)).status).toBe(202);
    }
    expect(sink.spans).toBeGreaterThan(0);
  });
});
