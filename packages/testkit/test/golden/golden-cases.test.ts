import { describe, expect, test } from 'vitest';
import { goldenIngestCases, goldenQueryCases } from '../../src/golden/golden-cases.ts';

describe.each([
  ['otlp', 52],
  ['jaeger', 86],
  ['zipkin', 44],
] as const)('recorded %s payloads', (family, count) => {
  const cases = goldenIngestCases(family);

  test(`all ${count} are there, each under its own name`, () => {
    expect(new Set(cases.map((c) => c.name)).size).toBe(count);
  });

  test('each has as many answers as payloads, or none over UDP', () => {
    for (const c of cases) {
      expect(c.answers.length, c.name).toBe(c.protocol.startsWith('udp') ? 0 : c.payloads.length);
    }
  });

  test('every trace was read both ways', () => {
    for (const c of cases) expect(Object.keys(c.raw), c.name).toEqual(Object.keys(c.v1));
  });
});

test('payloads are bytes: a JSON one parses after decoding', () => {
  const c = goldenIngestCases('otlp').find((one) => one.name === 'node-otlp-json')!;
  expect(JSON.parse(Buffer.from(c.payloads[0]!).toString())).toHaveProperty('resourceSpans');
});

describe('recorded wrong requests', () => {
  const cases = goldenQueryCases();

  test('all are there', () => expect(cases.length).toBe(39));

  test('all are answered by an error, a redirect or the page', () => {
    for (const { answer, target } of cases) expect(answer.status >= 300 || answer.isPage, target).toBe(true);
  });

  test('errors of parameters come in the envelope', () => {
    const c = cases.find((one) => one.target === '/api/operations')!;
    expect(c.answer.body).toMatchObject({
      data: null,
      errors: [{ code: 400, msg: "parameter 'service' is required" }],
    });
  });
});
