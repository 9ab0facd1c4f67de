// The bridge to prom-client: its metrics hold nothing of their own, collect() copies the cells when a scrape comes.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Family, HistogramSeries, NumberSeries } from './family.ts';

/** Families by name, in order of registration. */
export function renderFamilies(families: ReadonlyMap<string, Family>): Promise<string> {
  const registry = new Registry();
  for (const [name, family] of families) {
    if (family.type === 'histogram') addHistogram(registry, name, family.help, family.series);
    else addNumber(registry, family.type, name, family.help, family.series);
  }
  return registry.metrics();
}

function labelNames(series: ReadonlyMap<string, { readonly labels: Readonly<Record<string, string>> }>): string[] {
  return [...new Set([...series.values()].flatMap(({ labels }) => Object.keys(labels)))];
}

function addNumber(
  registry: Registry,
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  series: ReadonlyMap<string, NumberSeries>,
): void {
  const settings = { name, help, labelNames: labelNames(series), registers: [registry] };
  const add = (write: (labels: NumberSeries['labels'], value: number) => void): void => {
    for (const { labels, cell, read } of series.values()) write(labels, read === null ? cell.value : read());
  };
  if (type === 'counter') {
    const counter: Counter = new Counter({
      ...settings,
      collect: () => add((labels, value) => counter.inc(labels, value)),
    });
  } else {
    const gauge: Gauge = new Gauge({ ...settings, collect: () => add((labels, value) => gauge.set(labels, value)) });
  }
}

/** prom-client can only observe single values, so our sums and counts are put in place of its own. */
class CopiedHistogram extends Histogram {
  readonly #name: string;
  readonly #series: ReadonlyMap<string, HistogramSeries>;
  /** An empty one, for everything but the values. */
  readonly #shell: Histogram;

  constructor(registry: Registry, name: string, help: string, series: ReadonlyMap<string, HistogramSeries>) {
    const settings = { name, help, labelNames: labelNames(series) };
    super({ ...settings, registers: [registry] });
    this.#name = name;
    this.#series = series;
    this.#shell = new Histogram({ ...settings, registers: [] });
  }

  override async get(): ReturnType<Histogram['get']> {
    const values = [...this.#series.values()].flatMap((series) => histogramLines(this.#name, series));
    return { ...(await this.#shell.get()), values };
  }

  /** What the registry asks instead of `get` when it renders text. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get();
  }
}

type HistogramValue = Awaited<ReturnType<Histogram['get']>>['values'][number];

function histogramLines(name: string, { labels, cells }: HistogramSeries): HistogramValue[] {
  const counts = cells.cumulative();
  const buckets = counts.map((value, at) => ({
    metricName: `${name}_bucket`,
    labels: { le: cells.bounds[at] ?? '+Inf', ...labels },
    value,
  }));
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: cells.sum },
    { metricName: `${name}_count`, labels, value: counts.at(-1) ?? 0 },
  ];
}

function addHistogram(
  registry: Registry,
  name: string,
  help: string,
  series: ReadonlyMap<string, HistogramSeries>,
): void {
  new CopiedHistogram(registry, name, help, series);
}
