// Span ids are the sender's to choose: the index must not be slowed down by them.
import { spanBuilder } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { SpanIdIndex } from '../src/span-id-index.ts';
import { MIB, testTenants } from './support.ts';

const SPANS = 20_000;
const hex8 = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** CPU milliseconds of indexing a trace whose span n has `spanId(n)`. */
function cpuMs(spanId: (n: number) => string): number {
  const t = testTenants({ maxBytes: 64 * MIB });
  const shared = { traceId: 'ab'.repeat(16) };
  for (let at = 0; at < SPANS; at += 1000) {
    t.write(Array.from({ length: 1000 }, (_, i) => spanBuilder({ ...shared, spanId: spanId(at + i) })));
  }
  const ids = new SpanIdIndex(t.tenants.storeOf('')!);
  const before = process.cpuUsage();
  ids.reset(SPANS);
  for (let row = 0; row < SPANS; row++) ids.add(row);
  return process.cpuUsage(before).user / 1000;
}

test('ids that would collide without a seed cost no more than others', () => {
  // Undoes x ^ (x >>> 15), so that the low half cancels what a multiplication makes of the high half.
  const undone = (y: number): number => y ^ (y >>> 15) ^ (y >>> 30);
  const colliding = (n: number): string => hex8(n + 1) + hex8(undone(Math.imul(n + 1, 0x9e3779b1) >>> 0));
  const usual = (n: number): string => hex8(Math.imul(n + 1, 0x85ebca6b)) + hex8(Math.imul(n + 1, 0xc2b2ae35));
  cpuMs(usual);
  expect(cpuMs(colliding)).toBeLessThan(5 * cpuMs(usual) + 10);
});
