// The whole collector on free ports of this machine, over any storage.
import {
  ComponentGraph,
  type ConfigsOf,
  commonConfig,
  createMetrics,
  loadConfig,
  type ScrapedMetrics,
} from '@spoor/kit';
import { type LoggedLine, testDeps } from '@spoor/testkit';
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
  const address = (name: string): string =>
    graph.components.find((component) => component.name === name)?.health().detail ?? '';
  const stop = async (): Promise<void> => void (await graph.stop(1000));
  return { metrics, logged, graph, stop, address };
}
