// What a composition hands out, for tests: nothing is written anywhere, everything can be asked for.
import {
  type Cell,
  type Deps,
  type Histogram,
  type Labels,
  type LogFields,
  type LogLevel,
  NameTable,
} from '@spoor/core';
import { FakeClock } from './fake-clock.ts';

export interface LoggedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export interface TestDeps extends Deps {
  readonly clock: FakeClock;
  /** Everything logged so far, oldest first. */
  readonly logged: readonly LoggedLine[];
  /** Now: a counter's or gauge's value, a histogram's number of observations; throws for a name and labels nobody registered. */
  metric(this: void, name: string, labels?: Labels): number;
}

export function testDeps(): TestDeps {
  const logged: LoggedLine[] = [];
  const readings = new Map<string, () => number>();
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      logged.push({ level, message, fields });
    };
  return {
    clock: new FakeClock(),
    names: new NameTable(),
    logger: { enabled: () => true, debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    metrics: testMetrics(readings),
    logged,
    metric(name, labels = {}): number {
      const read = readings.get(metricKey(name, labels));
      if (read === undefined)
        throw new Error(`no metric ${metricKey(name, labels)}; there are ${[...readings.keys()].join(', ')}`);
      return read();
    },
  };
}

function testMetrics(readings: Map<string, () => number>): Deps['metrics'] {
  const cells = new Map<string, Cell>();
  const histograms = new Map<string, Histogram>();
  const cell = (name: string, _help: string, labels: Labels = {}): Cell => {
    const key = metricKey(name, labels);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const fresh: Cell = { value: 0 };
    cells.set(key, fresh);
    readings.set(key, () => fresh.value);
    return fresh;
  };
  const reading: Deps['metrics']['gaugeFrom'] = (name, _help, read, labels = {}) => {
    readings.set(metricKey(name, labels), read);
  };
  return {
    counter: cell,
    gauge: cell,
    gaugeFrom: reading,
    counterFrom: reading,
    histogram(name, _help, labels = {}): Histogram {
      const key = metricKey(name, labels);
      const known = histograms.get(key);
      if (known !== undefined) return known;
      let observations = 0;
      const fresh: Histogram = { observe: () => void observations++ };
      histograms.set(key, fresh);
      readings.set(key, () => observations);
      return fresh;
    },
  };
}

function metricKey(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.sort().join(',')}}`;
}
