// Tags of Zipkin v2 that are more than tags, found by their bytes: one look into a table for every tag of
// every span.

/** An attribute like any other. */
export const PLAIN = 0;
/** Belongs to the resource. */
export const RESOURCE = 1;
export const ERROR = 2;
export const LINK = 3;
export const TRACE_STATE = 4;
/** From here on: remembered until the span is over. */
export const LATE = 5;
export const LIBRARY_NAME = 5;
export const LIBRARY_VERSION = 6;
export const SPAN_KIND = 7;
export const STATUS_CODE = 8;
export const STATUS_DESCRIPTION = 9;
export const HOST_IP = 10;
export const HOST_PORT = 11;
export const PEER_SERVICE = 12;
export const PEER_IP = 13;
export const PEER_PORT = 14;
export const START_ABSENT = 15;
export const CODES = 16;

/** Resource attributes of OpenTelemetry's semantic conventions 1.6.1, which Jaeger's translator knows, and its own. */
const RESOURCE_NAMES = `
  cloud.provider cloud.account.id cloud.region cloud.availability_zone cloud.platform
  aws.ecs.container.arn aws.ecs.cluster.arn aws.ecs.launchtype aws.ecs.task.arn aws.ecs.task.family aws.ecs.task.revision
  aws.eks.cluster.arn aws.log.group.names aws.log.group.arns aws.log.stream.names aws.log.stream.arns
  container.name container.id container.runtime container.image.name container.image.tag
  deployment.environment device.id device.model.identifier device.model.name
  faas.name faas.id faas.version faas.instance faas.max_memory
  host.id host.name host.type host.arch host.image.name host.image.id host.image.version
  k8s.cluster.name k8s.node.name k8s.node.uid k8s.namespace.name k8s.pod.uid k8s.pod.name k8s.container.name
  k8s.replicaset.uid k8s.replicaset.name k8s.deployment.uid k8s.deployment.name k8s.statefulset.uid k8s.statefulset.name
  k8s.daemonset.uid k8s.daemonset.name k8s.job.uid k8s.job.name k8s.cronjob.uid k8s.cronjob.name
  os.type os.description os.name os.version
  process.pid process.executable.name process.executable.path process.command process.command_line process.command_args
  process.owner process.runtime.name process.runtime.version process.runtime.description
  service.name service.namespace service.instance.id service.version
  telemetry.sdk.name telemetry.sdk.language telemetry.sdk.version telemetry.auto.version
  webengine.name webengine.version webengine.description
  otlp.service.name.source opencensus.starttime opencensus.exporterversion opencensus.resourcetype`;

/** Index = code. */
const OWN_NAMES: readonly (string | null)[] = [
  null,
  null,
  'error',
  null,
  'w3c.tracestate',
  'otel.library.name',
  'otel.library.version',
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'net.host.ip',
  'net.host.port',
  'peer.service',
  'net.peer.ip',
  'net.peer.port',
  'otel.zipkin.absentField.startTime',
];
const LINK_PREFIX = 'otlp.link.';

interface Name {
  readonly bytes: Uint8Array;
  readonly code: number;
}

const utf8 = new TextEncoder();
/** Index = code; empty where the code has no one name. */
export const NAME_BYTES: readonly Uint8Array[] = OWN_NAMES.map((name) => utf8.encode(name ?? ''));
const LINK_BYTES = utf8.encode(LINK_PREFIX);
const SHORTEST = 5;
const SLOTS = 1024;
const TABLE: readonly (readonly Name[])[] = buildTable();

function buildTable(): Name[][] {
  const table: Name[][] = Array.from({ length: SLOTS }, () => []);
  const add = (name: string, code: number): void => {
    const bytes = utf8.encode(name);
    table[slotOf(bytes, 0, bytes.length)]!.push({ bytes, code });
  };
  for (const name of RESOURCE_NAMES.trim().split(/\s+/)) add(name, RESOURCE);
  for (const [code, name] of OWN_NAMES.entries()) if (name !== null) add(name, code);
  return table;
}

/** One of the codes above for the tag whose key is [start, end) of `bytes`. */
export function tagCode(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < SHORTEST) return PLAIN;
  for (const name of TABLE[slotOf(bytes, start, end)]!) {
    if (name.bytes.length === end - start && startsWith(bytes, start, name.bytes)) return name.code;
  }
  return end - start > LINK_BYTES.length && startsWith(bytes, start, LINK_BYTES) ? LINK : PLAIN;
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const mixed =
    (length << 20) ^
    (bytes[start + 1]! << 16) ^
    (bytes[end - 1]! << 11) ^
    (bytes[end - 3]! << 5) ^
    bytes[start + (length >>> 1)]!;
  return (Math.imul(mixed, 0x9e3779b1) >>> 22) & (SLOTS - 1);
}

function startsWith(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}
