import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { checkTlsClient, type TlsClientConfig, tlsClientFields } from '@spoor/kit';

export const REPORTER_FLAGS = 'reporter.grpc';

export interface ReporterConfig extends TlsClientConfig {
  readonly type: string;
  readonly hostPort: readonly string[];
  readonly retryMax: number;
  readonly timeoutMs: number;
  readonly minPeers: number;
  readonly tenant: string;
  readonly tenantHeader: string;
  readonly backlogMaxBytes: number;
  readonly spoolDirectory: string;
  readonly spoolMaxBytes: number;
  readonly tchannelHostPort: readonly string[];
  readonly tchannelMinPeers: number;
  readonly tchannelConnCheckTimeoutMs: number;
  readonly tchannelReportTimeoutMs: number;
}

const SPOOL_MAX_BYTES = 1024 * 1024 * 1024;

const TCHANNEL_PORT = '14267';
const GRPC_PORT = '14250';
const TCHANNEL_IS_GONE = 'TChannel is gone since Jaeger 1.18';

type Fields = ConfigSpec<ReporterConfig>['fields'];
type TchannelField = 'tchannelHostPort' | 'tchannelMinPeers' | 'tchannelConnCheckTimeoutMs' | 'tchannelReportTimeoutMs';

export const reporterConfig: ConfigSpec<ReporterConfig> = {
  title: 'Reporter',
  fields: {
    type: {
      flag: 'reporter.type',
      type: 'string',
      default: 'grpc',
      oneOf: ['grpc', 'tchannel'],
      help: 'Protocol towards collectors; gRPC is the only one, whatever is said.',
    },
    hostPort: {
      flag: `${REPORTER_FLAGS}.host-port`,
      type: 'strings',
      default: [],
      help: 'Collectors, comma-separated. A single one is a gRPC target verbatim, such as dns:///collector:14250, whose addresses share the calls; several share them in turn. :14250 is on this machine.',
    },
    retryMax: {
      flag: `${REPORTER_FLAGS}.retry.max`,
      type: 'int',
      default: 3,
      min: 0,
      max: 100,
      help: 'Attempts in all, 50 ms apart, to send a request before it waits for the collector to come back; 0 is 1.',
    },
    timeoutMs: {
      flag: `${REPORTER_FLAGS}.timeout`,
      type: 'duration',
      default: 10_000,
      min: 1,
      help: 'Time that a collector may take to answer.',
    },
    minPeers: {
      flag: `${REPORTER_FLAGS}.discovery.min-peers`,
      type: 'int',
      default: 3,
      help: 'Connections to hold with a discovery plugin.',
      withoutEffect: 'there are no discovery plugins; DNS names with several addresses are used in full',
    },
    ...tenantFields(),
    ...backlogFields(),
    ...tchannelFields(),
    ...tlsClientFields(REPORTER_FLAGS),
  },
  check: checkReporter,
};

function tenantFields(): Pick<Fields, 'tenant' | 'tenantHeader'> {
  return {
    tenant: {
      flag: 'reporter.tenant',
      type: 'string',
      default: '',
      help: 'Tenant whose spans these are, for collectors with multi-tenancy; empty sends none.',
    },
    tenantHeader: {
      flag: 'multi-tenancy.header',
      type: 'string',
      default: 'x-tenant',
      help: 'Name of the header that carries the tenant.',
    },
  };
}

function backlogFields(): Pick<Fields, 'backlogMaxBytes' | 'spoolDirectory' | 'spoolMaxBytes'> {
  return {
    backlogMaxBytes: {
      flag: 'reporter.backlog.max-bytes',
      type: 'bytes',
      default: 64 * 1024 * 1024,
      min: 1024 * 1024,
      help: 'Bytes of spans kept in memory while no collector answers and no spool takes them; beyond it the oldest are dropped and counted.',
    },
    spoolDirectory: {
      flag: 'reporter.spool.directory',
      type: 'string',
      default: '',
      help: 'Directory for spans while no collector answers and for those left at shutdown; they are sent when one answers again, by the next process too. One process a directory; empty is no spool.',
    },
    spoolMaxBytes: {
      flag: 'reporter.spool.max-bytes',
      type: 'bytes',
      default: SPOOL_MAX_BYTES,
      min: 8 * 1024 * 1024,
      help: 'Bytes in the spool; beyond it the oldest are dropped and counted.',
    },
  };
}

function tchannelFields(): Pick<Fields, TchannelField> {
  const field = { help: 'Of the TChannel reporter of Jaeger before 1.18.', withoutEffect: TCHANNEL_IS_GONE } as const;
  return {
    tchannelHostPort: {
      flag: 'reporter.tchannel.host-port',
      aliases: ['collector.host-port'],
      type: 'strings',
      default: [],
      help: `Collectors as the TChannel reporter of Jaeger before 1.18 named them; without --${REPORTER_FLAGS}.host-port the same machines are reached over gRPC, port ${TCHANNEL_PORT} becoming ${GRPC_PORT}.`,
    },
    tchannelMinPeers: {
      ...field,
      flag: 'reporter.tchannel.discovery.min-peers',
      aliases: ['discovery.min-peers'],
      type: 'int',
      default: 3,
    },
    tchannelConnCheckTimeoutMs: {
      ...field,
      flag: 'reporter.tchannel.discovery.conn-check-timeout',
      aliases: ['discovery.conn-check-timeout'],
      type: 'duration',
      default: 250,
    },
    tchannelReportTimeoutMs: {
      ...field,
      flag: 'reporter.tchannel.report-timeout',
      type: 'duration',
      default: 1_000,
    },
  };
}

/** Who gets the spans: what is named for gRPC, else the machines that are named for TChannel. */
export function collectorTargets({ hostPort, tchannelHostPort }: ReporterConfig): readonly string[] {
  if (hostPort.length > 0) return hostPort;
  return tchannelHostPort.map((target) => target.replace(new RegExp(`:${TCHANNEL_PORT}$`), `:${GRPC_PORT}`));
}

function checkReporter(config: ReporterConfig): ConfigCheck {
  const tls = checkTlsClient(REPORTER_FLAGS, config);
  const { hostPort, tchannelHostPort, spoolDirectory, spoolMaxBytes } = config;
  const errors = [...tls.errors];
  const warnings = [...tls.warnings];
  const targets = collectorTargets(config);
  if (targets.length === 0) {
    errors.push(`--${REPORTER_FLAGS}.host-port names no collector: give host:port, e.g. collector:${GRPC_PORT}`);
  } else if (tchannelHostPort.length > 0) {
    const cure = `name collectors with --${REPORTER_FLAGS}.host-port`;
    const instead = hostPort.length > 0 ? 'it has no effect' : `spans go over gRPC to ${targets.join(', ')}`;
    warnings.push(`--reporter.tchannel.host-port: ${TCHANNEL_IS_GONE}: ${instead}; ${cure}`);
  }
  if (config.type === 'tchannel') warnings.push(`--reporter.type=tchannel: ${TCHANNEL_IS_GONE}: gRPC is spoken`);
  if (spoolDirectory === '' && spoolMaxBytes !== SPOOL_MAX_BYTES) {
    warnings.push('--reporter.spool.max-bytes has no effect without --reporter.spool.directory');
  }
  errors.push(...tenantProblems(config));
  return { errors, warnings };
}

/** What gRPC would refuse with every single request. */
function tenantProblems({ tenant, tenantHeader }: ReporterConfig): readonly string[] {
  const problems: string[] = [];
  if (!/^[0-9a-z_.-]+$/i.test(tenantHeader) || /^grpc-|-bin$/i.test(tenantHeader)) {
    problems.push(`--multi-tenancy.header: "${tenantHeader}" cannot be the name of a gRPC header`);
  }
  if (!/^[\x20-\x7e]*$/.test(tenant) || tenant !== tenant.trim()) {
    problems.push('--reporter.tenant: a gRPC header takes printable ASCII only, without blanks around it');
  }
  return problems;
}
