// The whole collector on free ports of this machine, over any storage.

import type { Span, StorageBackend } from '@spoor/core';
import {
  ComponentGraph,
  type ConfigsOf,
  commonConfig,
  createMetrics,
  loadConfig,
  type ScrapedMetrics,
} from '@spoor/kit';
import { collect, type LoggedLine, testDeps } from '@spoor/testkit';
import { type CollectorSpecs, service } from '../../src/index.ts';

const FREE_PORTS = ['collector.otlp.grpc', 'collector.otlp.http', 'collector.grpc-server', 'collector.http-server'].map(
  (prefix) => `--${prefix}.host-port=127.0.0.1:0`,
);

export interface StartedCollector {
  readonly metrics: ScrapedMetrics;
  readonly logged: readonly LoggedLine[];
  readonly graph: ComponentGraph;
  /** To be called when the test is over. */
  readonly stop: () => Promise<void>;
  /** The spans of a trace in the store. */
  readonly stored: (traceId: string, tenant?: string) => Promise<readonly Span[]>;
  /** `127.0.0.1:port` of a receiver by its name. */
  readonly address: (name: string) => string;
}

export async function startedCollector(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedCollector> {
  const common = commonConfig(service.common);
  const loaded = await loadConfig({ ...service.specs, common }, { args: [...FREE_PORTS, ...args], env });
  const { logged, ...deps } = testDeps();
  const metrics = createMetrics();
  const configs = loaded.configs as ConfigsOf<CollectorSpecs>;
  const stages = service.compose(configs, { ...deps, metrics }, loaded.configs.common);
  const graph = new ComponentGraph(stages, deps.logger, deps.clock);
  await graph.start(1000);
  const storage = graph.components.find((component): component is StorageBackend => 'reader' in component);
  const stored = async (traceId: string, tenant = ''): Promise<readonly Span[]> => {
    const call = { signal: new AbortController().signal, tenant };
    if (storage === undefined) throw new Error('the collector has no storage');
    const traces = await collect(storage.reader.traces([{ traceId, startUs: null, endUs: null }], call));
    return traces.flatMap(({ spans }) => spans);
  };
  const address = (name: string): string =>
    graph.components.find((component) => component.name === name)?.health().detail ?? '';
  const stop = async (): Promise<void> => void (await graph.stop(1000));
  return { metrics, logged, graph, stop, stored, address };
}
