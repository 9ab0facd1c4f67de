// The real thing, as a user starts it: ./spoor all-in-one on free ports.
import { join } from 'node:path';
import { freePorts, freeUdpPorts, type LaunchedProcess, launch } from '@spoor/testkit';

const ROOT: string = join(import.meta.dirname, '..', '..');

export interface AllInOne {
  readonly process: LaunchedProcess;
  /** host:port */
  readonly otlpGrpc: string;
  readonly jaegerGrpc: string;
  readonly samplingGrpc: string;
  /** By the port that stands for it in a default installation: 5775, 6831, 6832. */
  readonly udp: Readonly<Record<number, number>>;
  /** Base URLs without a slash at the end. */
  readonly otlpHttp: string;
  readonly jaegerHttp: string;
  readonly zipkin: string;
  readonly sampling: string;
  readonly query: string;
  readonly admin: string;
}

/**
 * Resolves when the admin server says ready, or, for one that not everybody may ask, when the log does. The first start
 * builds, hence the long deadline.
 */
export async function startAllInOne(
  flags: readonly string[] = [],
  readyBy: 'admin' | 'log' = 'admin',
): Promise<AllInOne> {
  const tcp = (await freePorts(9)).map((port) => `127.0.0.1:${port}`);
  const [grpc, http, query, admin, jaegerGrpc, jaegerHttp, zipkin, sampling, samplingGrpc] = tcp as AllPorts;
  const [zipkinUdp, compactUdp, binaryUdp] = (await freeUdpPorts(3)) as [number, number, number];
  const command = [
    join(ROOT, 'spoor'),
    'all-in-one',
    `--collector.otlp.grpc.host-port=${grpc}`,
    `--collector.otlp.http.host-port=${http}`,
    `--collector.grpc-server.host-port=${jaegerGrpc}`,
    `--collector.http-server.host-port=${jaegerHttp}`,
    `--collector.zipkin.host-port=${zipkin}`,
    `--http-server.host-port=${sampling}`,
    `--collector.sampling.grpc.host-port=${samplingGrpc}`,
    `--processor.zipkin-compact.server-host-port=127.0.0.1:${zipkinUdp}`,
    `--processor.jaeger-compact.server-host-port=127.0.0.1:${compactUdp}`,
    `--processor.jaeger-binary.server-host-port=127.0.0.1:${binaryUdp}`,
    `--query.http-server.host-port=${query}`,
    `--admin.http.host-port=${admin}`,
    ...flags,
  ];
  const adminUrl = `http://${admin}`;
  const ready = readyBy === 'admin' ? { adminUrl: `${adminUrl}/` } : { readyText: '"READY"' };
  const process = await launch(command, { cwd: ROOT, readyWithinMs: 150_000, ...ready });
  return {
    process,
    otlpGrpc: grpc,
    jaegerGrpc,
    samplingGrpc,
    otlpHttp: `http://${http}`,
    jaegerHttp: `http://${jaegerHttp}`,
    zipkin: `http://${zipkin}`,
    sampling: `http://${sampling}`,
    query: `http://${query}`,
    admin: adminUrl,
    udp: { 5775: zipkinUdp, 6831: compactUdp, 6832: binaryUdp },
  };
}

type AllPorts = [string, string, string, string, string, string, string, string, string];
