import { type GoldenQueryCase, goldenQueryCases, spanBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { queryServer, storeWith } from '../support/query-server.ts';

/** The id that the recorded requests ask for. */
const KNOWN = spanBuilder({ traceId: '000000000000000000000000000f8d2b' });

describe('a wrong request is answered word for word as by Jaeger 1.76', () => {
  for (const c of goldenQueryCases()) {
    test(c.name, async () => {
      const { ask } = await queryServer({}, await storeWith([KNOWN]));
      const { method, target, headers, body } = c;
      const answer = await ask(target, { method, headers, ...(body === null ? {} : { body }) });
      expect(answer.status).toBe(c.answer.status);
      expect(answer.headers['content-type'] ?? '').toBe(c.answer.contentType);
      for (const [name, value] of Object.entries(c.answer.headers)) expect(answer.headers[name]).toBe(value);
      if (c.answer.isPage) expect(answer.body).toContain('<!doctype html>');
      else expect(answer.body).toBe(expectedText(c));
    });
  }
});

function expectedText(c: GoldenQueryCase): string {
  const { body } = c.answer;
  if (body === null) return '';
  if (typeof body === 'string') return body;
  const failure = c.answer.status >= 400;
  return JSON.stringify(body) + (failure ? '\n' : '');
}
