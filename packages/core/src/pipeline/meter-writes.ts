// What a store took, under Jaeger's names. Registered at composition, changed once per write.
import type { SpanBatch } from '../model/batch.ts';
import type { Cell } from '../ports/metrics.ts';
import type { SpanWriter } from '../ports/sink.ts';
import type { MeteringDeps } from './meter-intake.ts';
import { SpanTally } from './span-tally.ts';

/** Counts what a store took and refused for good, and how long a write took, failed ones included. */
export function meterWrites(writer: SpanWriter, deps: MeteringDeps): SpanWriter {
  const { clock, metrics, services } = deps;
  const ok = new SpanTally('saved_by_svc', 'written', { result: 'ok' }, metrics, services);
  const err = new SpanTally('saved_by_svc', 'written', { result: 'err' }, metrics, services);
  const latency = metrics.histogram('jaeger_collector_save_latency', 'Seconds per write', { host: deps.host });
  return {
    async write(batch, call) {
      const startMs = clock.monotonicMs();
      try {
        const result = await writer.write(batch, call);
        ok.addAll(batch);
        for (const { row } of result.rejected) {
          ok.addRow(batch, row, -1); // no scrape can see the counter between these lines
          err.addRow(batch, row, 1);
        }
        return result;
      } catch (error) {
        err.addAll(batch);
        throw error;
      } finally {
        latency.observe((clock.monotonicMs() - startMs) / 1000);
      }
    },
  };
}

/** Registers jaeger_collector_spans_bytes; `isOn` false leaves it at 0, as Jaeger does without the flag. */
export function meterSpanBytes(
  writer: SpanWriter,
  isOn: boolean,
  deps: Pick<MeteringDeps, 'metrics' | 'host'>,
): SpanWriter {
  const text = 'Bytes of all spans written so far, as OTLP';
  const bytes: Cell = deps.metrics.gauge('jaeger_collector_spans_bytes', text, { host: deps.host });
  if (!isOn) return writer;
  return {
    async write(batch, call) {
      const result = await writer.write(batch, call);
      bytes.value += spanBytesOf(batch);
      return result;
    },
  };
}

function spanBytesOf(batch: SpanBatch): number {
  let sum = 0;
  for (const bytes of batch.columns.spanBytes) sum += bytes;
  return sum;
}
