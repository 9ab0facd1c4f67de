// What Jaeger 1.76 answered to recorded payloads, byte for byte.
import { goldenIngestCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { jaegerDoor } from '../support/doors.ts';

const cases = goldenIngestCases('jaeger').filter(({ protocol }) => protocol === 'http-thrift');

/** Where 1.76 names no place in the payload, we do. */
const OURS = new Set(['http-thrift-garbage', 'http-thrift-huge-list-size']);
/** 1.76 takes no compressed bodies; 2.20 does. */
const LIKE_220 = new Set(['http-thrift-gzip']);

describe('answers as Jaeger 1.76 to', () => {
  for (const recorded of cases) {
    test(`${recorded.name}: ${recorded.description}`, async () => {
      const door = await jaegerDoor();
      const answers = LIKE_220.has(recorded.name) ? recorded.answers220 : recorded.answers;
      for (const [i, payload] of recorded.payloads.entries()) {
        const { status, headers = {}, body = '' } = answers[i]!;
        const response = await fetch(`http://${door.address}${recorded.path}`, {
          method: recorded.method,
          headers: {
            ...(recorded.contentType === '' ? {} : { 'content-type': recorded.contentType }),
            ...(recorded.contentEncoding === '' ? {} : { 'content-encoding': recorded.contentEncoding }),
          },
          body: recorded.method === 'POST' ? new Uint8Array(payload) : null,
        });
        const text = await response.text();
        expect(response.status).toBe(status);
        expect(Object.keys(headers).map((name) => response.headers.get(name))).toEqual(Object.values(headers));
        if (!OURS.has(recorded.name)) expect(text).toBe(body);
        else expect(text).toMatch(/^Unable to process request body: .+ at byte \d+\n$/);
        expect(door.sink.consumed.length).toBe(status === 202 ? i + 1 : 0);
      }
    });
  }
});
