// The all-in-one as data flow: the collector's doors and the agent's ports -> the collector's queue -> storage -> query.
// Parts are listed in the order of starting and stop in reverse, the doors side by side: what came in is stored before
// the storage goes.
import { composeLocalAgent } from '@spoor/agent';
import { composeCollector, JAEGER_GRPC } from '@spoor/collector';
import type { ConfigsOf, ServiceDeps, Stage } from '@spoor/kit';
import { httpQuery } from '@spoor/query-api';
import { staticSampling } from '@spoor/sampling';
import { openStorage } from '@spoor/storage';
import type { AllInOneSpecs } from './config.ts';

export function composeAllInOne(configs: ConfigsOf<AllInOneSpecs>, deps: ServiceDeps): readonly Stage[] {
  const storage = openStorage(configs.storage, deps);
  const sampling = staticSampling(configs.sampling, deps);
  const { queue, doors, doorDeps, sinkFor } = composeCollector(configs, storage, { ...deps, sampling });
  // Counted as what an agent beside it would send.
  const agent = composeLocalAgent(configs, configs.reporter.tenant, sinkFor(JAEGER_GRPC), { ...doorDeps, sampling });
  return [storage, sampling, queue, [...doors, ...agent, httpQuery(configs.query, storage, doorDeps)]];
}
