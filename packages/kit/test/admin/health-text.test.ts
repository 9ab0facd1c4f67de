import { expect, test } from 'vitest';
import { healthText } from '../../src/admin/health-text.ts';

function state(ready: boolean, sinceMs: number, nowMs: number) {
  return {
    clock: { nowMs: () => nowMs, monotonicMs: () => 0 },
    isReady: () => ready,
    readySinceMs: () => sinceMs,
    components: () => [],
  };
}

const AT = Date.UTC(2026, 0, 15, 10, 0, 10);

test.each([
  [AT, AT + 25_240, '{"status":"Server available","upSince":"2026-01-15T10:00:10Z","uptime":"25.24s"}'],
  [AT + 120, AT + 120, '{"status":"Server available","upSince":"2026-01-15T10:00:10.12Z","uptime":"0s"}'],
  [AT + 7, AT + 3_600_007, '{"status":"Server available","upSince":"2026-01-15T10:00:10.007Z","uptime":"1h0m0s"}'],
  [AT, AT - 5, '{"status":"Server available","upSince":"2026-01-15T10:00:10Z","uptime":"0s"}'],
])('available since %d, now %d', (sinceMs, nowMs, text) => {
  expect(healthText(state(true, sinceMs, nowMs))).toBe(text);
});

test('not available', () => {
  expect(healthText(state(false, 0, AT))).toBe(
    '{"status":"Server not available","upSince":"0001-01-01T00:00:00Z","uptime":""}',
  );
});
