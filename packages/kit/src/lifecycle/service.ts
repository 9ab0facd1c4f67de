import type { Deps } from '@spoor/core';
import type { CommonConfig, CommonDefaults } from '../config/common-config.ts';
import type { ConfigSpecs, ConfigsOf } from '../config/config-specs.ts';
import type { ScrapedMetrics } from '../metrics/create-metrics.ts';
import type { Stage } from './component-graph.ts';

/** What a composition gets: the ports, and metrics it may render. */
export interface ServiceDeps extends Deps {
  readonly metrics: ScrapedMetrics;
}

/** One deployable: what it is called, what can be set, and what it is made of. */
export interface Service<S extends ConfigSpecs> {
  /** As on the command line, e.g. `all-in-one`. */
  readonly name: string;
  /** One sentence for --help. */
  readonly summary: string;
  readonly common: CommonDefaults;
  /** Modules by the name under which `compose` finds their configuration; without the common fields. */
  readonly specs: S;
  /** The gauge with the build's labels, e.g. `jaeger_build_info`. */
  readonly buildInfoMetric: string;
  /** No I/O: components do theirs when they start. In the order of starting; stopped in reverse, a stage at once. */
  compose(configs: ConfigsOf<S>, deps: ServiceDeps, common: CommonConfig): readonly Stage[];
}
