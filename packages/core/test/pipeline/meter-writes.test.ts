import { describe, expect, test } from 'vitest';
import { meterSpanBytes, meterWrites, type Rejected, type SpanWriter, traitsOf } from '../../src/index.ts';
import { batch, rowsOf } from '../support/batches.ts';
import { callOf, HeldWriter } from '../support/fakes.ts';
import { setUpMetering } from '../support/metering.ts';

const saved = (result: string, svc: string, debug = 'false'): string =>
  `jaeger_collector_spans_saved_by_svc_total{debug="${debug}",result="${result}",svc="${svc}"}`;
const savedTrace = (result: string, svc: string, sampler = 'unrecognized'): string =>
  `jaeger_collector_traces_saved_by_svc_total{debug="false",result="${result}",sampler_type="${sampler}",svc="${svc}"}`;

describe('meterWrites', () => {
  test('rows that were taken are ok, rows that were rejected are err, each for its service', async () => {
    const { names, metrics, deps } = setUpMetering();
    const rejected: Rejected[] = [{ row: 2, reason: 'too long' }];
    const writer = meterWrites({ write: () => Promise.resolve({ rejected }) }, deps);
    const rows = [{ service: 'a' }, { service: 'b' }, { service: 'b' }];
    await expect(writer.write(batch(names, rows), callOf())).resolves.toEqual({ rejected });
    expect(metrics.values()).toMatchObject({ [saved('ok', 'a')]: 1, [saved('ok', 'b')]: 1, [saved('err', 'b')]: 1 });
  });

  test('a rejected root is a trace that was not saved', async () => {
    const { names, metrics, deps } = setUpMetering();
    const rejected: Rejected[] = [0, 1].map((row) => ({ row, reason: 'too long' }));
    const writer = meterWrites({ write: () => Promise.resolve({ rejected }) }, deps);
    const rows = [{ root: true, traits: traitsOf(false, 4) }, {}, { root: true }];
    await writer.write(batch(names, rows), callOf());
    expect(metrics.counted()).toMatchObject({
      [savedTrace('err', 'shop', 'const')]: 1,
      [savedTrace('ok', 'shop')]: 1,
      [saved('err', 'shop')]: 2,
    });
    expect(metrics.values()).toMatchObject({ [savedTrace('ok', 'shop', 'const')]: 0 });
  });

  test('a failed write counts all rows as err', async () => {
    const { names, metrics, deps } = setUpMetering();
    const writer = meterWrites({ write: () => Promise.reject(new Error('down')) }, deps);
    await expect(writer.write(rowsOf(names, 3), callOf())).rejects.toThrow('down');
    expect(metrics.values()).toMatchObject({ [saved('err', 'shop')]: 3 });
  });

  test('latency is in seconds, of successes and failures alike', async () => {
    const { names, metrics, clock, deps } = setUpMetering();
    const store = new HeldWriter();
    const writer = meterWrites(store, deps);
    const [one, two] = [writer.write(rowsOf(names, 1), callOf()), writer.write(rowsOf(names, 1), callOf())];
    clock.advance(250);
    store.writes[0]?.succeed();
    await one;
    clock.advance(1250);
    store.writes[1]?.fail(new Error('down'));
    await expect(two).rejects.toThrow('down');
    expect(metrics.values()['jaeger_collector_save_latency{host="h1"}']).toEqual([0.25, 1.5]);
  });
});

describe('meterSpanBytes', () => {
  const taking: SpanWriter = { write: () => Promise.resolve({ rejected: [] }) };
  const gauge = 'jaeger_collector_spans_bytes{host="h1"}';

  test('sums the bytes of the spans that were written', async () => {
    const { names, metrics, deps } = setUpMetering();
    const writer = meterSpanBytes(taking, true, deps);
    for (const rows of [2, 1]) await writer.write(rowsOf(names, rows), callOf());
    expect(metrics.values()[gauge]).toBe(7 + 8 + 7); // row i of these batches has 7 + i bytes
  });

  test('what was not written does not count', async () => {
    const { names, metrics, deps } = setUpMetering();
    const writer = meterSpanBytes({ write: () => Promise.reject(new Error('down')) }, true, deps);
    await expect(writer.write(rowsOf(names, 2), callOf())).rejects.toThrow('down');
    expect(metrics.values()[gauge]).toBe(0);
  });

  test('off, the gauge is there and stays 0, and the writer is not touched', () => {
    const { metrics, deps } = setUpMetering();
    expect(meterSpanBytes(taking, false, deps)).toBe(taking);
    expect(metrics.values()[gauge]).toBe(0);
  });
});
