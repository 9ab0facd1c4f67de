// The collector as data flow: receivers -> counted -> tags -> queue -> storage. A part of the all-in-one too, which
// brings the storage and further doors.
import {
  ByteBudget,
  type Component,
  type IntakeLabels,
  meterIntake,
  pipe,
  type SpanSink,
  type StorageBackend,
} from '@spoor/core';
import { type ConfigsOf, type ServiceDeps, tenancy } from '@spoor/kit';
import { otlpGrpc, otlpHttp, type ReceiverDeps } from '@spoor/receivers';
import type { CollectorSpecs } from './config.ts';
import { OTLP_GRPC, OTLP_HTTP } from './labels.ts';
import { openPipeline } from './pipeline.ts';

/** Start the storage, then the queue, then the doors side by side; stop them in reverse. */
export interface Collector {
  readonly queue: Component;
  /** The receivers. */
  readonly doors: readonly Component[];
  /** What the doors share; for further ones, e.g. those of the all-in-one's agent. */
  readonly doorDeps: ReceiverDeps;
  /** Where spans enter that came through another door of this process, which `labels` name in the metrics. */
  sinkFor(labels: IntakeLabels): SpanSink;
}

/** `storage` is only borrowed. */
export function composeCollector(
  configs: ConfigsOf<CollectorSpecs>,
  storage: StorageBackend,
  deps: ServiceDeps,
): Collector {
  const { queue, sink, metering } = openPipeline(configs.collector, configs.downsampling, storage.writer, deps);
  const doorDeps: ReceiverDeps = {
    ...deps,
    budget: new ByteBudget(configs.collector.intakeMaxBytes),
    tenancy: tenancy(configs.tenancy),
  };
  const sinkFor = (labels: IntakeLabels): SpanSink => pipe([meterIntake(labels, metering)], sink);
  return { queue, doors: receivers(configs, sinkFor, doorDeps), doorDeps, sinkFor };
}

function receivers(
  configs: ConfigsOf<CollectorSpecs>,
  sinkFor: (labels: IntakeLabels) => SpanSink,
  deps: ReceiverDeps,
): readonly Component[] {
  const doors: Component[] = [];
  if (configs.otlp.enabled) {
    doors.push(otlpGrpc(configs.otlpGrpc, sinkFor(OTLP_GRPC), deps));
    doors.push(otlpHttp(configs.otlpHttp, sinkFor(OTLP_HTTP), deps));
  }
  return doors;
}
