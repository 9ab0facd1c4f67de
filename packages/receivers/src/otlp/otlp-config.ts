import type { ConfigSpec } from '@spoor/core';

export interface OtlpConfig {
  readonly enabled: boolean;
}

/** For compositions: without it neither OTLP receiver is part of the process. */
export const otlpConfig: ConfigSpec<OtlpConfig> = {
  title: 'OTLP',
  fields: {
    enabled: {
      flag: 'collector.otlp.enabled',
      type: 'bool',
      default: true,
      help: 'Takes in OTLP, over gRPC and over HTTP.',
    },
  },
};
