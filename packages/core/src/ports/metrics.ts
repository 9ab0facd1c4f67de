/** A number that the hot path changes in place (`counter.value += n`) and a scrape reads. */
export interface Cell {
  value: number;
}

/** Seconds into fixed buckets; `observe` allocates nothing. */
export interface Histogram {
  observe(value: number): void;
}

export type Labels = Readonly<Record<string, string>>;

/**
 * Registered once, at composition; the same name and labels give the same cell. Names are the full
 * Prometheus names, counters with `_total`.
 */
export interface Metrics {
  counter(name: string, help: string, labels?: Labels): Cell;
  gauge(name: string, help: string, labels?: Labels): Cell;
  /** Read at scrape time. */
  gaugeFrom(name: string, help: string, read: () => number, labels?: Labels): void;
  /** A counter that is kept elsewhere; read at scrape time. */
  counterFrom(name: string, help: string, read: () => number, labels?: Labels): void;
  /** Upper bounds in seconds, ascending; default Prometheus' own. */
  histogram(name: string, help: string, labels?: Labels, buckets?: readonly number[]): Histogram;
}
