import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from '../../src/reporter/backlog.ts';
import type { Request } from '../../src/reporter/request.ts';
import { requestOf } from '../support/requests.ts';

test('requests come out in the order they went in, and its size is that of those inside', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (runs) => {
      const backlog = new Backlog();
      const inside: Request[] = [];
      for (const [i, length] of runs.entries()) {
        for (let n = 0; n < length; n++) {
          if (i % 2 === 0) {
            const request = requestOf(n, 10 + n, { spans: n + 1 });
            inside.push(request);
            backlog.add(request);
          } else expect(backlog.take()).toBe(inside.shift() ?? null);
        }
        expect(backlog.isEmpty).toBe(inside.length === 0);
        expect(backlog.spans).toBe(inside.reduce((sum, { spans }) => sum + spans, 0));
      }
    }),
    { numRuns: 30 },
  );
});

test('each request counts its bytes and what it costs beside them; an empty backlog counts nothing', () => {
  const backlog = new Backlog();
  for (let i = 0; i < 5_000; i++) backlog.add(requestOf(0, 100));
  expect(backlog.bytes).toBe(5_000 * 300);
  while (backlog.take() !== null);
  expect([backlog.bytes, backlog.spans, backlog.isEmpty]).toEqual([0, 0, true]);
});
