// Loaders of the flags and metrics that Jaeger's binaries have; what they are is written in golden/README.md.
import { readFileSync } from 'node:fs';

const FOLDER: URL = new URL('../../golden/flags/', import.meta.url);

export type GoldenBinary =
  | 'jaeger-agent-1.62'
  | 'jaeger-all-in-one-1.62'
  | 'jaeger-all-in-one-1.76'
  | 'jaeger-collector-1.76'
  | 'jaeger-query-1.76';

export interface GoldenFlag {
  /** Without dashes. */
  readonly flag: string;
  /** As Go calls it, e.g. `duration`. */
  readonly type: string;
  /** As an operator would write it. */
  readonly default: string;
}

export interface GoldenMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** By name: the values seen, null where they are free. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}

/** Every flag of a binary with memory storage, those of its parts and the common ones; sorted. */
export function goldenFlags(binary: GoldenBinary): readonly GoldenFlag[] {
  const all = read('flags.json') as Record<GoldenBinary, readonly [string, string, string][]>;
  return all[binary].map(([flag, type, text]) => ({ flag, type, default: text === '[]' ? '' : text }));
}

/** Every metric of a binary that took spans and requests, those of the Go runtime left out; sorted. */
export function goldenMetrics(binary: Exclude<GoldenBinary, 'jaeger-all-in-one-1.62'>): readonly GoldenMetric[] {
  const all = read('metrics.json') as Record<string, readonly [string, GoldenMetric['type'], GoldenMetric['labels']][]>;
  return (all[binary] ?? []).map(([name, type, labels]) => ({ name, type, labels }));
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}
