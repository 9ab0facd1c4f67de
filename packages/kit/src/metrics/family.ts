import type { Cell, Labels } from '@spoor/core';
import type { CellHistogram } from './cell-histogram.ts';

/** All series of one metric name. */
export type Family =
  | { readonly type: 'counter' | 'gauge'; readonly help: string; readonly series: Map<string, NumberSeries> }
  | { readonly type: 'histogram'; readonly help: string; readonly series: Map<string, HistogramSeries> };

export interface NumberSeries {
  readonly labels: Labels;
  readonly cell: Cell;
  /** Given: read at scrape time instead of the cell. */
  readonly read: (() => number) | null;
}

export interface HistogramSeries {
  readonly labels: Labels;
  readonly cells: CellHistogram;
}
