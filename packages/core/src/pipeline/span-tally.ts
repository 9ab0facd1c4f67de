// Jaeger counts the same spans twice: all of them as spans_*, those without a parent as traces_*.
import type { SpanBatch } from '../model/batch.ts';
import type { Labels, Metrics } from '../ports/metrics.ts';
import type { ServiceLabels } from './service-labels.ts';
import { TraitCounter } from './trait-counter.ts';

export class SpanTally {
  readonly #spans: TraitCounter;
  readonly #traces: TraitCounter;

  /** `what` completes jaeger_collector_spans_… and jaeger_collector_traces_…; `labels` are added to svc, debug and sampler_type. */
  constructor(what: string, help: string, labels: Labels, metrics: Metrics, services: ServiceLabels) {
    this.#spans = TraitCounter.ofSpans(services, ({ svc, debug }) =>
      metrics.counter(`jaeger_collector_spans_${what}_total`, `Spans ${help}`, { ...labels, svc, debug }),
    );
    this.#traces = TraitCounter.ofTraces(services, (traits) =>
      metrics.counter(`jaeger_collector_traces_${what}_total`, `Root spans ${help}`, { ...labels, ...traits }),
    );
  }

  addAll(batch: SpanBatch): void {
    this.#spans.addAll(batch);
    this.#traces.addAll(batch);
  }

  /** Adds `count` for one row. */
  addRow(batch: SpanBatch, row: number, count: number): void {
    this.#spans.addRow(batch, row, count);
    this.#traces.addRow(batch, row, count);
  }
}
