// What Jaeger 1.76 answered to recorded payloads, byte for byte.
import { goldenIngestCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';

const cases = goldenIngestCases('otlp').filter(({ protocol }) => protocol !== 'otlp-grpc');

/** The messages are Go's; ours say field and byte. */
function withoutMessage(body: string): string {
  if (body.startsWith('\b\u0003\u0012')) return body.slice(0, 3);
  return body.replace(/^(\{"code":\d+, "message":").*"\}$/s, '$1…"}');
}

const OURS = new Set([
  'otlp-http-garbage',
  'otlp-json-bad-type',
  'otlp-json-base64-ids',
  'otlp-json-malformed',
  'otlp-json-null',
  'otlp-json-null-status',
]);

describe('answers as Jaeger 1.76 to', () => {
  for (const recorded of cases) {
    test(`${recorded.name}: ${recorded.description}`, async () => {
      const { address } = await httpDoor();
      for (const [i, payload] of recorded.payloads.entries()) {
        const answer = recorded.answers[i]!;
        const response = await fetch(`http://${address}${recorded.path}`, {
          method: recorded.method,
          headers: {
            ...(recorded.contentType === '' ? {} : { 'content-type': recorded.contentType }),
            ...(recorded.contentEncoding === '' ? {} : { 'content-encoding': recorded.contentEncoding }),
          },
          body: recorded.method === 'POST' ? new Uint8Array(payload) : null,
        });
        const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
        const headers = Object.fromEntries(
          Object.keys(answer.headers ?? {}).map((name) => [name, response.headers.get(name)]),
        );
        const normal = OURS.has(recorded.name) ? withoutMessage : (text: string) => text;
        expect({ status: response.status, headers, body: normal(body) }).toEqual({
          status: answer.status,
          headers: answer.headers,
          body: normal(answer.body ?? ''),
        });
      }
    });
  }
});

test('a malformed payload is refused with the byte offset', async () => {
  const { address } = await httpDoor();
  const response = await fetch(`http://${address}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"resourceSpans": [',
  });
  expect(await response.text()).toMatch(/^\{"code":3, "message":".*at byte 19"\}$/);
});
