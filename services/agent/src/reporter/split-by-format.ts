import { type SpanBatch, selectRows, TRAIT_ZIPKIN } from '@spoor/core';
import type { Format } from './request.ts';

export interface FormatRows {
  readonly rows: SpanBatch;
  readonly format: Format;
}

/** One entry for most batches: few clients send Zipkin to an agent, and none both. */
export function splitByFormat(batch: SpanBatch): readonly FormatRows[] {
  const { traits } = batch.columns;
  let zipkin = 0;
  for (let row = 0; row < batch.length; row++) zipkin += (traits[row]! & TRAIT_ZIPKIN) === 0 ? 0 : 1;
  if (zipkin === 0) return [{ rows: batch, format: 'jaeger' }];
  if (zipkin === batch.length) return [{ rows: batch, format: 'zipkin' }];
  return [
    { rows: selectRows(batch, rowsOf(batch, batch.length - zipkin, 0)), format: 'jaeger' },
    { rows: selectRows(batch, rowsOf(batch, zipkin, TRAIT_ZIPKIN)), format: 'zipkin' },
  ];
}

function rowsOf({ columns: { traits }, length }: SpanBatch, count: number, wanted: number): Uint32Array {
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < length; row++) {
    if ((traits[row]! & TRAIT_ZIPKIN) === wanted) rows[at++] = row;
  }
  return rows;
}
