import { describe, expect, test } from 'vitest';
import type { LoadgenConfig } from '../../src/config.ts';
import { LoadRun } from '../../src/loadgen/load-run.ts';
import type { LoadSummary } from '../../src/loadgen/tally.ts';
import type { Outcome } from '../../src/send/sender.ts';
import { Traffic } from '../../src/traffic/traffic.ts';
import { FakeTime } from '../support/fake-time.ts';
import { spansOf } from '../support/spans.ts';
import { TextStream } from '../support/text-stream.ts';

const CONFIG: LoadgenConfig = {
  transport: 'grpc',
  endpoint: '',
  rate: 0,
  durationMs: 0,
  spans: 0,
  batchSpans: 20,
  concurrency: 2,
  seed: 1,
  timeoutMs: 1000,
  headers: [],
};

/** A server that answers after `answerMs`. */
function setUp(
  config: Partial<LoadgenConfig>,
  answerMs = 10,
  answer: () => Outcome = () => ({ kind: 'ok', rejected: 0 }),
) {
  const time = new FakeTime();
  const out = new TextStream();
  const received: Uint8Array[] = [];
  let inFlight = 0;
  const seen = { mostInFlight: 0, closed: false };
  const sender = {
    send: (bytes: Uint8Array) => {
      received.push(bytes);
      seen.mostInFlight = Math.max(seen.mostInFlight, ++inFlight);
      return new Promise<Outcome>((resolve) => {
        time.after(answerMs, () => {
          inFlight--;
          resolve(answer());
        });
      });
    },
    close: () => {
      seen.closed = true;
    },
  };
  const whole = { ...CONFIG, ...config };
  const traffic = new Traffic({ seed: whole.seed, batchSpans: whole.batchSpans, clock: time });
  const run = new LoadRun(whole, traffic, sender, { clock: time, timers: time, out });
  return { time, out, received, seen, run };
}

const never = new AbortController().signal;

/** Moves time until the run is over. */
async function finished(run: Promise<LoadSummary>, time: FakeTime, limitMs = 60_000): Promise<LoadSummary> {
  let over = false;
  void run.finally(() => {
    over = true;
  });
  for (let passed = 0; !over && passed < limitMs; passed += 100) await time.advance(100);
  return run;
}

describe('a closed loop', () => {
  test('keeps `concurrency` requests in flight and sends at least the spans asked for', async () => {
    const { time, received, seen, run } = setUp({ spans: 500, concurrency: 3 });
    const summary = await finished(run.run(never), time);
    expect(seen).toEqual({ mostInFlight: 3, closed: true });
    expect(summary.acknowledged).toBeGreaterThanOrEqual(500);
    expect(summary).toMatchObject({ refused: 0, failed: 0, requests: received.length });
    expect(spansOf(received).length).toBe(summary.acknowledged);
  });

  test('sends whole traces: what exporters still hold goes out at the end', async () => {
    const { time, received, run } = setUp({ spans: 300 });
    await finished(run.run(never), time);
    const spans = spansOf(received);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    expect(spans.filter(({ parentSpanId }) => parentSpanId !== '' && !ids.has(parentSpanId))).toEqual([]);
  });

  test('ends when its time is over', async () => {
    const { time, run } = setUp({ durationMs: 2000 });
    await finished(run.run(never), time);
    expect(time.monotonicMs()).toBeGreaterThanOrEqual(2000);
    expect(time.monotonicMs()).toBeLessThan(3500);
  });
});

describe('an open loop', () => {
  test('keeps to the rate', async () => {
    const { time, run } = setUp({ rate: 1000, durationMs: 5000 });
    const { acknowledged } = await finished(run.run(never), time);
    expect(acknowledged).toBeGreaterThan(4800);
    expect(acknowledged).toBeLessThan(5600);
  });

  test('gets what a slower server can take', async () => {
    const { time, run } = setUp({ rate: 100_000, durationMs: 2000, concurrency: 1, batchSpans: 20 }, 100);
    const { requests } = await finished(run.run(never), time);
    expect(requests).toBeGreaterThanOrEqual(20);
    expect(requests).toBeLessThan(60);
  });
});

describe('what became of the spans', () => {
  test('refusals, failures and rejected spans are counted apart', async () => {
    const outcomes: Outcome[] = [
      { kind: 'ok', rejected: 5 },
      { kind: 'refused', reason: 'full' },
      { kind: 'failed', reason: 'gone' },
    ];
    let n = 0;
    const { time, received, run } = setUp({ spans: 200, concurrency: 1 }, 10, () => outcomes[n++ % 3]!);
    const { acknowledged, refused, failed } = await finished(run.run(never), time);
    const sizes = received.map((bytes) => spansOf([bytes]).length);
    const sum = (rest: number): number => sizes.reduce((total, size, i) => total + (i % 3 === rest ? size : 0), 0);
    const partial = 5 * sizes.filter((_, i) => i % 3 === 0).length;
    expect([acknowledged, refused, failed]).toEqual([sum(0) - partial, sum(1) + partial, sum(2)]);
  });

  test('a server that is full is asked again only after a pause', async () => {
    const { time, received, run } = setUp({ durationMs: 1000, concurrency: 1 }, 10, () => ({
      kind: 'refused',
      reason: 'full',
    }));
    void run.run(never);
    await time.advance(1000);
    expect(received.length).toBeGreaterThan(5);
    expect(received.length).toBeLessThanOrEqual(10);
  });

  test('a line a second, and a summary at the end', async () => {
    const { time, out, run } = setUp({ durationMs: 2500, rate: 1000 });
    const { acknowledged } = await finished(run.run(never), time);
    expect(out.lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^1s: \d+ spans\/s, acknowledged=\d+ refused=0 failed=0$/),
      expect.stringMatching(/^2s: \d+ spans\/s, acknowledged=\d+ refused=0 failed=0$/),
    ]);
    expect(out.lines.at(-1)).toMatch(
      new RegExp(`^done in \\d+\\.\\ds: acknowledged=${acknowledged} refused=0 failed=0 spans, `),
    );
  });
});

test('an interrupted run waits for what is in flight, sends no more and leaves no timer', async () => {
  const { time, received, run, seen } = setUp({ rate: 100 }, 500);
  const stop = new AbortController();
  const ran = run.run(stop.signal);
  await time.advance(100);
  stop.abort();
  const sent = received.length;
  const summary = await finished(ran, time);
  expect(received.length).toBe(sent);
  expect(summary.requests).toBe(sent);
  expect([seen.closed, time.timersSet]).toEqual([true, 0]);
});
