// The reporter of an agent that has its collector in the same process: nothing is sent, so nearly nothing can be set.
import { type ReporterConfig, reporterConfig } from '@spoor/agent';
import type { ConfigSpec } from '@spoor/core';

/** What Jaeger's all-in-one accepts. */
type IdleField = Exclude<
  keyof ReporterConfig,
  'tenant' | 'tenantHeader' | 'timeoutMs' | 'backlogMaxBytes' | 'spoolDirectory' | 'spoolMaxBytes'
>;
export type LocalReporterConfig = Pick<ReporterConfig, IdleField | 'tenant'>;

const IDLE = { withoutEffect: 'the agent of the all-in-one hands its spans to the collector of the same process' };
const { fields } = reporterConfig;

export const localReporterConfig: ConfigSpec<LocalReporterConfig> = {
  title: 'Reporter of the agent inside',
  fields: {
    tenant: fields.tenant,
    type: { ...fields.type, ...IDLE },
    hostPort: { ...fields.hostPort, ...IDLE },
    retryMax: { ...fields.retryMax, ...IDLE },
    minPeers: { ...fields.minPeers, ...IDLE },
    tlsEnabled: { ...fields.tlsEnabled, ...IDLE },
    tlsCa: { ...fields.tlsCa, ...IDLE },
    tlsCert: { ...fields.tlsCert, ...IDLE },
    tlsKey: { ...fields.tlsKey, ...IDLE },
    tlsServerName: { ...fields.tlsServerName, ...IDLE },
    tlsSkipHostVerify: { ...fields.tlsSkipHostVerify, ...IDLE },
    tchannelHostPort: { ...fields.tchannelHostPort, ...IDLE },
    tchannelMinPeers: fields.tchannelMinPeers,
    tchannelConnCheckTimeoutMs: fields.tchannelConnCheckTimeoutMs,
    tchannelReportTimeoutMs: fields.tchannelReportTimeoutMs,
  },
};
