// Stores a share of all traces and drops the rest, by trace id: every collector with the same salt drops the same.
import { type Cell, type Metrics, type SpanBatch, type SpanWriter, selectRows } from '@spoor/core';
import { type DownsamplingConfig, isRatio } from './downsampling-config.ts';
import { type Halves, TraceHash, thresholdOf } from './trace-hash.ts';

/** What an empty salt stands for. */
const DEFAULT_SALT = 'downsampling-default-salt';

/** `writer` itself at a ratio of 1, or one that is none. Dropped spans count as taken. */
export function downsampled(writer: SpanWriter, config: DownsamplingConfig, metrics: Metrics): SpanWriter {
  const { ratio, hashSalt } = config;
  if (ratio === 1 || !isRatio(ratio)) return writer;
  const choice = new RowChoice(hashSalt === '' ? DEFAULT_SALT : hashSalt, thresholdOf(ratio));
  const prefix = 'jaeger_downsampling_writer_spans';
  const accepted: Cell = metrics.counter(`${prefix}_accepted_total`, 'Spans of traces that are kept');
  const dropped: Cell = metrics.counter(`${prefix}_dropped_total`, 'Spans of traces that are not kept');
  return {
    async write(batch, call) {
      const rows = choice.keptRows(batch);
      accepted.value += rows.length;
      dropped.value += batch.length - rows.length;
      if (rows.length === 0) return { rejected: [] };
      const { rejected } = await writer.write(selectRows(batch, rows), call);
      return { rejected: rejected.map(({ row, reason }) => ({ row: rows[row]!, reason })) };
    },
  };
}

class RowChoice {
  readonly #hash: TraceHash;
  readonly #threshold: Halves;

  constructor(salt: string, threshold: Halves) {
    this.#hash = new TraceHash(salt);
    this.#threshold = threshold;
  }

  /** Ascending. */
  keptRows(batch: SpanBatch): Uint32Array {
    const { traceIdAt } = batch.columns;
    const rows = new Uint32Array(batch.length);
    let kept = 0;
    for (let row = 0; row < batch.length; row++) {
      this.#hash.hash(batch.bytes, traceIdAt[row]!);
      if (this.#hash.isAtMost(this.#threshold)) rows[kept++] = row;
    }
    return rows.subarray(0, kept);
  }
}
