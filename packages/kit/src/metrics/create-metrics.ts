// Metrics as plain cells. The hot path adds to a number; prom-client sees the numbers only while it renders, and is
// loaded by the first scrape (10 MB that an unscraped process does not pay).
import { type Histogram, type Labels, type Metrics, TracingError } from '@spoor/core';
import { CellHistogram, DEFAULT_BUCKETS } from './cell-histogram.ts';
import type { Family, HistogramSeries, NumberSeries } from './family.ts';

export interface ScrapedMetrics extends Metrics {
  /** The whole exposition, Prometheus text format 0.0.4. */
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): ScrapedMetrics {
  const families = new Map<string, Family>();
  const cell =
    (type: 'counter' | 'gauge') =>
    (name: string, help: string, labels: Labels = {}) =>
      numberSeries(families, type, name, help, labels, null).cell;
  return {
    counter: cell('counter'),
    gauge: cell('gauge'),
    gaugeFrom(name, help, read, labels = {}) {
      numberSeries(families, 'gauge', name, help, labels, read);
    },
    counterFrom(name, help, read, labels = {}) {
      numberSeries(families, 'counter', name, help, labels, read);
    },
    histogram: (name, help, labels = {}, buckets = DEFAULT_BUCKETS) =>
      histogramSeries(families, name, help, labels, buckets),
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    async render() {
      const { renderFamilies } = await import('./render-families.ts');
      return renderFamilies(families);
    },
  };
}

function numberSeries(
  families: Map<string, Family>,
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  labels: Labels,
  read: (() => number) | null,
): NumberSeries {
  const family = families.get(name) ?? { type, help, series: new Map<string, NumberSeries>() };
  if (family.type !== type) throw clash(name, family.type, type);
  families.set(name, family);
  const key = seriesKey(labels);
  const known = family.series.get(key);
  if (known !== undefined && read === null) return known;
  const fresh: NumberSeries = { labels, cell: { value: 0 }, read };
  family.series.set(key, fresh);
  return fresh;
}

function histogramSeries(
  families: Map<string, Family>,
  name: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): Histogram {
  const family = families.get(name) ?? { type: 'histogram', help, series: new Map<string, HistogramSeries>() };
  if (family.type !== 'histogram') throw clash(name, family.type, 'histogram');
  families.set(name, family);
  const key = seriesKey(labels);
  const known = family.series.get(key);
  if (known !== undefined) return known.cells;
  const fresh: HistogramSeries = { labels, cells: new CellHistogram(buckets) };
  family.series.set(key, fresh);
  return fresh.cells;
}

function clash(name: string, was: string, is: string): TracingError {
  return new TracingError('INTERNAL', `metric ${name} is registered as ${was} and as ${is}`);
}

/** The same for any order of the labels. */
function seriesKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
