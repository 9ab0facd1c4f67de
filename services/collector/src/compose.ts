// The collector as data flow: receivers -> counted -> tags -> queue -> storage. A part of the all-in-one too, which
// brings the storage and further doors.
import {
  ByteBudget,
  type Component,
  type IntakeLabels,
  meterIntake,
  pipe,
  type SamplingProvider,
  type SpanSink,
  type StorageBackend,
} from '@spoor/core';
import { type ConfigsOf, type ServiceDeps, tagList, tenancy } from '@spoor/kit';
import type { ReceiverDeps } from '@spoor/receivers';
import { addTags } from './add-tags.ts';
import type { CollectorSpecs } from './config.ts';
import { openPipeline } from './pipeline.ts';
import { receivers } from './receivers.ts';

export interface CollectorDeps extends ServiceDeps {
  readonly sampling: SamplingProvider;
}

/** Start the storage, then the queue, then the doors side by side; stop them in reverse. */
export interface Collector {
  readonly queue: Component;
  /** The receivers. */
  readonly doors: readonly Component[];
  /** What the doors share; for further ones, e.g. those of the all-in-one's agent. */
  readonly doorDeps: ReceiverDeps;
  /** Where spans enter that came through another door of this process, which `labels` name in the metrics. */
  readonly sinkFor: (labels: IntakeLabels) => SpanSink;
}

/** `storage` and `deps.sampling` are only borrowed. */
export function composeCollector(
  configs: ConfigsOf<CollectorSpecs>,
  storage: StorageBackend,
  deps: CollectorDeps,
): Collector {
  const { queue, sink, metering } = openPipeline(configs.collector, configs.downsampling, storage.writer, deps);
  const doorDeps: ReceiverDeps = {
    ...deps,
    budget: new ByteBudget(configs.collector.intakeMaxBytes),
    tenancy: tenancy(configs.tenancy),
  };
  const tags = tagList(configs.collector.tags);
  const sinkFor = (labels: IntakeLabels): SpanSink =>
    pipe([meterIntake(labels, metering), addTags(tags, labels)], sink);
  return { queue, doors: receivers(configs, sinkFor, { ...doorDeps, sampling: deps.sampling }), doorDeps, sinkFor };
}
