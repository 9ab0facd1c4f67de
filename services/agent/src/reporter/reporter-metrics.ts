// What is counted of the way to the collector: Jaeger's agent's metrics, and what is lost by cause.
import type { Cell, Metrics } from '@spoor/core';
import type { Format, Request } from './request.ts';

/** `backlog-full` and `spool-full`: the oldest gave way. `refused`: the collector will never take them. */
export type LossCause = 'backlog-full' | 'spool-full' | 'refused' | 'too-large' | 'shutdown';

const CAUSES: readonly LossCause[] = ['backlog-full', 'spool-full', 'refused', 'too-large', 'shutdown'];

interface FormatCells {
  readonly batchesSubmitted: Cell;
  readonly spansSubmitted: Cell;
  readonly batchesFailed: Cell;
  readonly spansFailed: Cell;
  readonly batchSize: Cell;
}

export class ReporterMetrics {
  readonly #formats: Readonly<Record<Format, FormatCells>>;
  readonly #losses = new Map<LossCause, Cell>();

  constructor(metrics: Metrics) {
    this.#formats = { jaeger: cellsOf('jaeger', metrics), zipkin: cellsOf('zipkin', metrics) };
    const help = 'Spans that no collector will get';
    for (const cause of CAUSES) {
      this.#losses.set(cause, metrics.counter('spoor_agent_spans_dropped_total', help, { cause }));
    }
  }

  sent({ format, spans }: Pick<Request, 'format' | 'spans'>): void {
    const cells = this.#formats[format];
    cells.batchesSubmitted.value++;
    cells.spansSubmitted.value += spans;
    cells.batchSize.value = spans;
  }

  lost({ format, spans }: Pick<Request, 'format' | 'spans'>, cause: LossCause): void {
    const cells = this.#formats[format];
    cells.batchesFailed.value++;
    this.lostSpans(spans, format, cause);
  }

  /** Those that never became a request. */
  lostSpans(spans: number, format: Format, cause: LossCause): void {
    this.#formats[format].spansFailed.value += spans;
    this.#losses.get(cause)!.value += spans;
  }
}

function cellsOf(format: Format, metrics: Metrics): FormatCells {
  const labels = { format, protocol: 'grpc' };
  const counter = (name: string, help: string): Cell =>
    metrics.counter(`jaeger_agent_reporter_${name}_total`, help, labels);
  return {
    batchesSubmitted: counter('batches_submitted', 'Requests that a collector took'),
    spansSubmitted: counter('spans_submitted', 'Spans that a collector took'),
    batchesFailed: counter('batches_failures', 'Requests that no collector will get'),
    spansFailed: counter('spans_failures', 'Spans that no collector will get'),
    batchSize: metrics.gauge('jaeger_agent_reporter_batch_size', 'Spans in the latest request', labels),
  };
}
