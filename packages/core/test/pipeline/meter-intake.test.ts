import { describe, expect, test } from 'vitest';
import { meterIntake, type SpanSink, TRAIT_DEBUG, TracingError, traitsOf } from '../../src/index.ts';
import { batch, rowsOf } from '../support/batches.ts';
import { callOf } from '../support/fakes.ts';
import { setUpMetering } from '../support/metering.ts';

const otlp = { format: 'unknown', transport: 'unknown', receiver: 'otlp', receiverTransport: 'grpc' };
const accepting: SpanSink = { consume: () => Promise.resolve() };
const refusing: SpanSink = { consume: () => Promise.reject(new TracingError('OVER_CAPACITY', 'full')) };
const labels = (svc: string, debug = false): string =>
  `{debug="${String(debug)}",format="unknown",svc="${svc}",transport="unknown"}`;

describe('meterIntake', () => {
  test('counts spans by service under the names of Jaeger and of the collector', async () => {
    const { names, metrics, deps } = setUpMetering();
    const rows = [{ service: 'Shop Front' }, { service: 'Shop Front' }, { service: 'db' }, { service: 'Shop Front' }];
    await meterIntake(otlp, deps)(accepting).consume(batch(names, rows), callOf());
    expect(metrics.counted()).toEqual({
      [`jaeger_collector_spans_received_total${labels('shop_front')}`]: 3,
      [`jaeger_collector_spans_received_total${labels('db')}`]: 1,
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 4,
      'jaeger_collector_batch_size{host="h1"}': 4,
    });
  });

  test('spans without a parent are traces, by sampler and debug flag', async () => {
    const { names, metrics, deps } = setUpMetering();
    const rows = [{ root: true }, {}, { root: true, traits: traitsOf(true, 1) }, { traits: TRAIT_DEBUG }];
    await meterIntake(otlp, deps)(accepting).consume(batch(names, rows), callOf());
    const trace = (debug: string, sampler: string): string =>
      `jaeger_collector_traces_received_total{debug="${debug}",format="unknown",sampler_type="${sampler}",svc="shop",transport="unknown"}`;
    expect(metrics.counted()).toMatchObject({
      [trace('false', 'unrecognized')]: 1,
      [trace('true', 'probabilistic')]: 1,
      [`jaeger_collector_spans_received_total${labels('shop', false)}`]: 2,
      [`jaeger_collector_spans_received_total${labels('shop', true)}`]: 2,
    });
  });

  test('every series of services beyond the bound is there before the first span', () => {
    const { metrics, deps } = setUpMetering();
    meterIntake(otlp, deps);
    const series = Object.keys(metrics.values()).filter((id) => id.includes('svc="other-services"'));
    expect(series).toContain(`jaeger_collector_spans_rejected_total${labels('other-services', true)}`);
    expect(series).toHaveLength(2 * (2 + 2 * 5)); // received and rejected: spans by debug, traces by debug and sampler
  });

  test('a refused batch is received and rejected, not accepted, and the error passes unchanged', async () => {
    const { names, metrics, deps } = setUpMetering();
    const sent = meterIntake(otlp, deps)(refusing).consume(rowsOf(names, 2), callOf());
    await expect(sent).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
    expect(metrics.values()).toMatchObject({
      [`jaeger_collector_spans_received_total${labels('shop')}`]: 2,
      [`jaeger_collector_spans_rejected_total${labels('shop')}`]: 2,
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 0,
      'otelcol_receiver_refused_spans_total{receiver="otlp",transport="grpc"}': 2,
    });
  });

  test('nothing is accepted before the pipeline has answered', () => {
    const { names, metrics, deps } = setUpMetering();
    void meterIntake(otlp, deps)({ consume: () => new Promise(() => undefined) }).consume(rowsOf(names, 2), callOf());
    expect(metrics.values()).toMatchObject({
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 0,
    });
  });

  test('batch size is that of the latest batch', async () => {
    const { names, metrics, deps } = setUpMetering();
    const sink = meterIntake(otlp, deps)(accepting);
    for (const rows of [5, 3]) await sink.consume(rowsOf(names, rows), callOf());
    expect(metrics.values()).toMatchObject({ 'jaeger_collector_batch_size{host="h1"}': 3 });
  });
});
