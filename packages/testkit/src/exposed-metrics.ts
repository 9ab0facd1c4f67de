// What a page of metrics in Prometheus' text format says, for comparing names, types and labels.

export interface ExposedMetric {
  readonly type: string;
  /** Values by label; the `le` of histograms is left out. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

/** By name; a histogram's series are one metric. */
export function exposedMetrics(exposition: string): ReadonlyMap<string, ExposedMetric> {
  const metrics = new Map<string, { type: string; labels: Map<string, Set<string>> }>();
  for (const line of exposition.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) metrics.set(typed, { type, labels: new Map() });
    const [, sample, pairs = ''] = /^([a-zA-Z_:]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (sample === undefined) continue;
    const metric = metrics.get(sample) ?? metrics.get(sample.replace(/_(bucket|sum|count)$/, ''));
    for (const [, label, value] of pairs.matchAll(/(\w+)="([^"]*)"/g)) {
      if (metric === undefined || label === undefined || value === undefined || label === 'le') continue;
      metric.labels.set(label, (metric.labels.get(label) ?? new Set()).add(value));
    }
  }
  return metrics;
}
