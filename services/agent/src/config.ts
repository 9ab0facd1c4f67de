// What can be set on the agent: the specs of its parts, under the names that compose.ts uses.
import type { AnySpec } from '@spoor/kit';
import { samplingHttpConfig, udpThriftConfig } from '@spoor/receivers';
import { agentConfig } from './agent-config.ts';
import { reporterConfig } from './reporter/reporter-config.ts';

export interface AgentSpecs {
  readonly [name: string]: AnySpec;
  readonly agent: typeof agentConfig;
  readonly udp: typeof udpThriftConfig;
  readonly samplingHttp: typeof samplingHttpConfig;
  readonly reporter: typeof reporterConfig;
}

export const specs: AgentSpecs = {
  agent: agentConfig,
  udp: udpThriftConfig,
  samplingHttp: samplingHttpConfig,
  reporter: reporterConfig,
};
