// The write path between the receivers and the store: queue, joined writes, meters, and the choice of when a sender
// hears success.
import { hostname } from 'node:os';
import {
  ackEarly,
  Batcher,
  type BatcherOptions,
  type Deps,
  type MeteringDeps,
  meterQueue,
  meterSpanBytes,
  meterWrites,
  retrying,
  ServiceLabels,
  type SpanSink,
  type SpanWriter,
  systemTimers,
  writeTo,
} from '@spoor/core';
import { type DownsamplingConfig, downsampled } from '@spoor/storage';
import type { CollectorConfig } from './collector-config.ts';
import { LossLog } from './loss-log.ts';

const RETRY_AFTER_MS = 1_000;
const MIB = 1024 * 1024;
/** For spans whose sender is gone with its success: nobody else will send them again. */
const RETRIES = { initialDelayMs: 100, maxDelayMs: 5_000, maxElapsedMs: 60_000 };

export interface Pipeline {
  /** Drains when stopped. */
  readonly queue: Batcher;
  readonly sink: SpanSink;
  readonly metering: MeteringDeps;
}

export function openPipeline(
  config: CollectorConfig,
  downsampling: DownsamplingConfig,
  writer: SpanWriter,
  deps: Deps,
): Pipeline {
  const host = hostname();
  const metering: MeteringDeps = { ...deps, services: new ServiceLabels(deps.names), host };
  const losses = new LossLog(deps, host);
  const isEarly = config.ack === 'early';
  const sampled = meterSpanBytes(downsampled(writer, downsampling, deps.metrics), config.spanSizeMetrics, metering);
  const store = isEarly
    ? retrying(sampled, RETRIES, { clock: deps.clock, timers: systemTimers, random: Math.random })
    : sampled;
  const queue = new Batcher(meterWrites(store, metering), queueOptions(config), systemTimers);
  const maxSpans = isEarly && config.queueSizeMemoryMib === 0 ? config.queueSize : Number.POSITIVE_INFINITY;
  const queued = meterQueue(queue, { ...metering, maxSpans });
  const onLost = (spans: number, reason: string): void => losses.lost(spans, reason);
  const sink = isEarly
    ? ackEarly(queue, queued, { maxSpans, retryAfterMs: RETRY_AFTER_MS, onLost })
    : writeTo(queued, (_batch, rejected) => onLost(rejected.length, rejected[0]?.reason ?? ''));
  meterServices(metering);
  return { queue, sink, metering };
}

/** Writes go out at once while the store keeps up; behind a slow one they are joined. */
function queueOptions({ ack, numWorkers, intakeMaxBytes, queueSizeMemoryMib }: CollectorConfig): BatcherOptions {
  return {
    capacityBytes: queueSizeMemoryMib > 0 ? queueSizeMemoryMib * MIB : intakeMaxBytes,
    concurrency: ack === 'early' ? numWorkers : 1,
    maxWriteBytes: 5_000_000,
    maxWriteRows: 10_000,
    maxDelayMs: 0,
    retryAfterMs: RETRY_AFTER_MS,
  };
}

function meterServices({ metrics, services, host }: MeteringDeps): void {
  const text = 'Service names with a label of their own so far';
  metrics.gaugeFrom('jaeger_collector_spans_serviceNames', text, () => services.size, { host });
}
