// What can be set on the all-in-one: what can be set on the collector, on the ports of the agent and on the query side.
import { specs as agent } from '@spoor/agent';
import { type CollectorSpecs, specs as collector } from '@spoor/collector';
import { httpQueryConfig } from '@spoor/query-api';
import { samplingGrpcConfig, type samplingHttpConfig, type udpThriftConfig } from '@spoor/receivers';
import { localReporterConfig } from './local-reporter-config.ts';

export interface AllInOneSpecs extends CollectorSpecs {
  readonly udp: typeof udpThriftConfig;
  readonly samplingHttp: typeof samplingHttpConfig;
  readonly reporter: typeof localReporterConfig;
  readonly query: typeof httpQueryConfig;
}

export const specs: AllInOneSpecs = {
  ...collector,
  samplingGrpc: samplingGrpcConfig,
  udp: agent.udp,
  samplingHttp: agent.samplingHttp,
  reporter: localReporterConfig,
  query: httpQueryConfig,
};
