// How an all-in-one is started in the field, release by release, and the warnings each start deserves.
import { freePorts, freeUdpPorts } from '@spoor/testkit';

/** A folder that is only in the images of old. */
export const NOWHERE = '/go/src/jaeger-ui-build/build/';

export interface Free {
  readonly zipkin: number;
  readonly http: number;
  readonly query: number;
  readonly admin: number;
  /** Flags for the ports that had no name of their own then. */
  readonly rest: readonly string[];
  /** Of 5775, 6831 and 6832. */
  readonly udp: readonly string[];
  readonly compact: number;
}

export async function free(): Promise<Free> {
  const [zipkin, http, query, admin, grpc, otlpGrpc, otlpHttp, sampling, samplingGrpc] = (await freePorts(9)) as [
    ...[number, number, number, number, number, number, number, number, number],
  ];
  const [zipkinCompact, compact, binary] = (await freeUdpPorts(3)) as [number, number, number];
  const udp = [
    `--processor.zipkin-compact.server-host-port=127.0.0.1:${zipkinCompact}`,
    `--processor.jaeger-compact.server-host-port=127.0.0.1:${compact}`,
    `--processor.jaeger-binary.server-host-port=127.0.0.1:${binary}`,
    `--http-server.host-port=127.0.0.1:${sampling}`,
  ];
  const rest = [
    ...udp,
    `--collector.grpc-server.host-port=127.0.0.1:${grpc}`,
    `--collector.otlp.grpc.host-port=127.0.0.1:${otlpGrpc}`,
    `--collector.otlp.http.host-port=127.0.0.1:${otlpHttp}`,
    `--collector.sampling.grpc.host-port=127.0.0.1:${samplingGrpc}`,
  ];
  return { zipkin, http, query, admin, rest, udp, compact };
}

export function renamed(from: string, to: string): string {
  return `${from} is deprecated; use ${to}`;
}

export interface OldRun {
  readonly title: string;
  readonly args: (ports: Free) => readonly string[];
  readonly env: (ports: Free) => Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly hasZipkin: boolean;
}

export const OLD_ALL_IN_ONES: readonly OldRun[] = [
  {
    title: '1.8 with COLLECTOR_ZIPKIN_HTTP_PORT and the flags of its time',
    args: ({ http, query, admin }) => [
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--health-check-http-port=${admin}`,
    ],
    env: ({ zipkin }) => ({ COLLECTOR_ZIPKIN_HTTP_PORT: `${zipkin}` }),
    warnings: [
      renamed('COLLECTOR_ZIPKIN_HTTP_PORT', '--collector.zipkin.host-port'),
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--health-check-http-port', '--admin.http.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.8 with everything in the environment',
    args: () => [],
    env: ({ zipkin, http, query, admin }) => ({
      COLLECTOR_ZIPKIN_HTTP_PORT: `${zipkin}`,
      COLLECTOR_HTTP_PORT: `${http}`,
      COLLECTOR_PORT: '14267',
      QUERY_PORT: `${query}`,
      HEALTH_CHECK_HTTP_PORT: `${admin}`,
      SPAN_STORAGE_TYPE: 'memory',
    }),
    warnings: [
      renamed('COLLECTOR_HTTP_PORT', '--collector.http-server.host-port'),
      'COLLECTOR_PORT (--collector.port) has no effect: TChannel is gone since Jaeger 1.18; agents reach --collector.grpc-server.host-port',
      renamed('COLLECTOR_ZIPKIN_HTTP_PORT', '--collector.zipkin.host-port'),
      renamed('HEALTH_CHECK_HTTP_PORT', '--admin.http.host-port'),
      renamed('QUERY_PORT', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.13 with --collector.zipkin.http-port and its CORS flags',
    args: ({ zipkin, http, query, admin }) => [
      `--collector.zipkin.http-port=${zipkin}`,
      '--collector.zipkin.allowed-origins=http://a.example',
      '--collector.zipkin.allowed-headers=content-type',
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--admin-http-port=${admin}`,
    ],
    env: () => ({}),
    warnings: [
      renamed('--admin-http-port', '--admin.http.host-port'),
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--collector.zipkin.allowed-headers', '--collector.zipkin.cors.allowed-headers'),
      renamed('--collector.zipkin.allowed-origins', '--collector.zipkin.cors.allowed-origins'),
      renamed('--collector.zipkin.http-port', '--collector.zipkin.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
    ],
    hasZipkin: true,
  },
  {
    title: '1.20 with LOG_LEVEL, TZ and the address of a storage that is not used',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: () => ({
      SPAN_STORAGE_TYPE: 'memory',
      ES_SERVER_URLS: 'http://es:9200',
      LOG_LEVEL: 'debug',
      TZ: 'Europe/Berlin',
    }),
    warnings: [renamed('--query.host-port', '--query.http-server.host-port')],
    hasZipkin: false,
  },
  {
    title: '1.63 with COLLECTOR_ZIPKIN_HOST_PORT',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.http-server.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: ({ zipkin }) => ({ COLLECTOR_ZIPKIN_HOST_PORT: `:${zipkin}` }),
    warnings: [],
    hasZipkin: true,
  },
  {
    title: 'a standalone with --span-storage.type and a --query.static-files that is not there',
    args: ({ http, query, admin }) => [
      '--span-storage.type=memory',
      `--query.static-files=${NOWHERE}`,
      `--collector.http-port=${http}`,
      `--query.port=${query}`,
      `--health-check-http-port=${admin}`,
    ],
    env: () => ({}),
    warnings: [
      renamed('--collector.http-port', '--collector.http-server.host-port'),
      renamed('--health-check-http-port', '--admin.http.host-port'),
      renamed('--query.port', '--query.http-server.host-port'),
      renamed('--span-storage.type', 'SPAN_STORAGE_TYPE'),
      'query.static-files holds no index.html; serving the built-in page',
    ],
    hasZipkin: false,
  },
  {
    title: 'several storages at once: SPAN_STORAGE_TYPE=memory,blackhole',
    args: ({ http, query, admin }) => [
      `--collector.http-server.host-port=:${http}`,
      `--query.http-server.host-port=:${query}`,
      `--admin.http.host-port=:${admin}`,
    ],
    env: () => ({ SPAN_STORAGE_TYPE: 'memory,blackhole' }),
    warnings: [],
    hasZipkin: false,
  },
];
