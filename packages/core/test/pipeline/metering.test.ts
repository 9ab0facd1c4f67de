import { describe, expect, test } from 'vitest';
import {
  Batcher,
  type Cell,
  meterIntake,
  meterQueue,
  meterWrites,
  NameTable,
  NO_NAME,
  normalisedService,
  type Rejected,
  ServiceLabels,
  type SpanSink,
  TracingError,
} from '../../src/index.ts';
import { ServiceCounter } from '../../src/pipeline/service-counter.ts';
import { batch, rowsOf } from '../support/batches.ts';
import { callOf, FakeTime, HeldWriter, recordedMetrics } from '../support/fakes.ts';

function setUp() {
  const names = new NameTable();
  const metrics = recordedMetrics();
  const clock = new FakeTime();
  return { names, metrics, clock, deps: { clock, metrics, services: new ServiceLabels(names), host: 'h1' } };
}

const otlp = { format: 'unknown', transport: 'unknown', receiver: 'otlp', receiverTransport: 'grpc' };
const accepting: SpanSink = { consume: () => Promise.resolve() };
const refusing: SpanSink = { consume: () => Promise.reject(new TracingError('OVER_CAPACITY', 'full')) };

describe('meterIntake', () => {
  test('counts spans by service under the names of Jaeger and of the collector', async () => {
    const { names, metrics, deps } = setUp();
    const rows = [{ service: 'Shop Front' }, { service: 'Shop Front' }, { service: 'db' }, { service: 'Shop Front' }];
    await meterIntake(otlp, deps)(accepting).consume(batch(names, rows), callOf());
    expect(metrics.values()).toEqual({
      'jaeger_collector_spans_received_total{debug="false",format="unknown",svc="shop_front",transport="unknown"}': 3,
      'jaeger_collector_spans_received_total{debug="false",format="unknown",svc="db",transport="unknown"}': 1,
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 4,
      'otelcol_receiver_refused_spans_total{receiver="otlp",transport="grpc"}': 0,
      'jaeger_collector_batch_size{host="h1"}': 4,
    });
  });

  test('a refused batch is received and rejected, not accepted, and the error passes unchanged', async () => {
    const { names, metrics, deps } = setUp();
    const sent = meterIntake(otlp, deps)(refusing).consume(rowsOf(names, 2), callOf());
    await expect(sent).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
    expect(metrics.values()).toMatchObject({
      'jaeger_collector_spans_received_total{debug="false",format="unknown",svc="shop",transport="unknown"}': 2,
      'jaeger_collector_spans_rejected_total{debug="false",format="unknown",svc="shop",transport="unknown"}': 2,
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 0,
      'otelcol_receiver_refused_spans_total{receiver="otlp",transport="grpc"}': 2,
    });
  });

  test('nothing is accepted before the pipeline has answered', () => {
    const { names, metrics, deps } = setUp();
    void meterIntake(otlp, deps)({ consume: () => new Promise(() => undefined) }).consume(rowsOf(names, 2), callOf());
    expect(metrics.values()).toMatchObject({
      'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"}': 0,
    });
  });

  test('batch size is that of the latest batch', async () => {
    const { names, metrics, deps } = setUp();
    const sink = meterIntake(otlp, deps)(accepting);
    for (const rows of [5, 3]) await sink.consume(rowsOf(names, rows), callOf());
    expect(metrics.values()).toMatchObject({ 'jaeger_collector_batch_size{host="h1"}': 3 });
  });
});

describe('meterWrites', () => {
  const saved = (result: string, svc: string): string =>
    `jaeger_collector_spans_saved_by_svc_total{debug="false",result="${result}",svc="${svc}"}`;

  test('rows that were taken are ok, rows that were rejected are err, each for its service', async () => {
    const { names, metrics, deps } = setUp();
    const rejected: Rejected[] = [{ row: 2, reason: 'too long' }];
    const writer = meterWrites({ write: () => Promise.resolve({ rejected }) }, deps);
    const rows = [{ service: 'a' }, { service: 'b' }, { service: 'b' }];
    await expect(writer.write(batch(names, rows), callOf())).resolves.toEqual({ rejected });
    expect(metrics.values()).toMatchObject({ [saved('ok', 'a')]: 1, [saved('ok', 'b')]: 1, [saved('err', 'b')]: 1 });
  });

  test('a failed write counts all rows as err', async () => {
    const { names, metrics, deps } = setUp();
    const writer = meterWrites({ write: () => Promise.reject(new Error('down')) }, deps);
    await expect(writer.write(rowsOf(names, 3), callOf())).rejects.toThrow('down');
    expect(metrics.values()).toMatchObject({ [saved('err', 'shop')]: 3 });
  });

  test('latency is in seconds, of successes and failures alike', async () => {
    const { names, metrics, clock, deps } = setUp();
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

test('meterQueue shows the fill of the batcher at scrape time', async () => {
  const { names, metrics, clock } = setUp();
  const store = new HeldWriter();
  const options = {
    concurrency: 1,
    capacityBytes: 5000,
    maxWriteBytes: 1e6,
    maxWriteRows: 9,
    maxDelayMs: 0,
    retryAfterMs: 1,
  };
  const batcher = new Batcher(store, options, clock);
  meterQueue(batcher, { metrics, host: 'h1' });
  const written = batcher.write(rowsOf(names, 3), callOf());
  expect(metrics.values()).toEqual({
    'jaeger_collector_queue_length{host="h1"}': 3,
    'spoor_queue_bytes{host="h1"}': batcher.queuedBytes,
    'spoor_queue_capacity_bytes{host="h1"}': 5000,
  });
  store.writes[0]?.succeed();
  await written;
  expect(metrics.values()).toMatchObject({
    'jaeger_collector_queue_length{host="h1"}': 0,
    'spoor_queue_bytes{host="h1"}': 0,
  });
});

describe('service labels', () => {
  const cases = [
    { name: 'frontend', want: 'frontend' },
    { name: 'Front End', want: 'front_end' },
    { name: 'a.b-c/d_e', want: 'a.b-c_d_e' },
    { name: 'služba', want: 'slu_ba' },
    { name: '', want: '__unknown' },
  ];
  test.each(cases)('$name becomes $want', ({ name, want }) => {
    expect(normalisedService(name)).toBe(want);
  });

  test('names after the limit share one label, known ones keep theirs', () => {
    const names = new NameTable();
    const labels = new ServiceLabels(names, 2);
    const label = (name: string): string => labels.label(names.internText(name));
    expect(['a', 'b', 'c', 'd', 'a', 'B'].map(label)).toEqual(['a', 'b', 'other-services', 'other-services', 'a', 'b']);
  });

  test('the limit is 4000 names', () => {
    const names = new NameTable();
    const labels = new ServiceLabels(names);
    const got = Array.from({ length: 4001 }, (_, i) => labels.label(names.internText(`s${i}`)));
    expect([got[3999], got[4000]]).toEqual(['s3999', 'other-services']);
  });

  test('a name the table had no room for is another service', () => {
    expect(new ServiceLabels(new NameTable()).label(NO_NAME)).toBe('other-services');
  });

  test('a counter is registered once a service, not once a span or a batch', () => {
    const names = new NameTable();
    const registered: string[] = [];
    const cell: Cell = { value: 0 };
    const counter = new ServiceCounter(new ServiceLabels(names), (svc) => {
      registered.push(svc);
      return cell;
    });
    for (let i = 0; i < 3; i++) counter.addAll(batch(names, [{ service: 'a' }, { service: 'b' }, { service: 'a' }]));
    expect([registered, cell.value]).toEqual([['a', 'b'], 9]);
  });
});
