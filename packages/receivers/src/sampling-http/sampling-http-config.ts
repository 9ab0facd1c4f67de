import type { ConfigSpec } from '@spoor/core';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '@spoor/kit';

export const SAMPLING_HTTP_FLAGS = 'http-server';

export interface SamplingHttpConfig extends TlsServerConfig {
  readonly hostPort: string;
}

export const samplingHttpConfig: ConfigSpec<SamplingHttpConfig> = {
  title: 'Sampling strategies over HTTP',
  fields: {
    hostPort: {
      flag: `${SAMPLING_HTTP_FLAGS}.host-port`,
      type: 'host-port',
      default: ':5778',
      help: 'Address that tells clients how to sample; without a host every interface.',
    },
    ...tlsServerFields(SAMPLING_HTTP_FLAGS),
  },
  check: (config) => checkTlsServer(SAMPLING_HTTP_FLAGS, config),
};
