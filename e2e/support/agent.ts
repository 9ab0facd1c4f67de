// ./spoor agent on free ports.
import { join } from 'node:path';
import { freePorts, freeUdpPorts, type LaunchedProcess, launch } from '@spoor/testkit';

const ROOT: string = join(import.meta.dirname, '..', '..');

export interface Agent {
  readonly process: LaunchedProcess;
  /** By the port that stands for it in a default installation: 5775, 6831, 6832. */
  readonly udp: Readonly<Record<number, number>>;
  /** Base URLs without a slash at the end. */
  readonly sampling: string;
  readonly admin: string;
}

/** `collector` is what --reporter.grpc.host-port says. Resolves when the agent is ready, connected or not. */
export async function startAgent(collector: string, flags: readonly string[] = []): Promise<Agent> {
  const [sampling, admin] = (await freePorts(2)).map((port) => `127.0.0.1:${port}`);
  const [zipkinUdp, compactUdp, binaryUdp] = (await freeUdpPorts(3)) as [number, number, number];
  const command = [
    join(ROOT, 'spoor'),
    'agent',
    `--reporter.grpc.host-port=${collector}`,
    `--http-server.host-port=${sampling}`,
    `--processor.zipkin-compact.server-host-port=127.0.0.1:${zipkinUdp}`,
    `--processor.jaeger-compact.server-host-port=127.0.0.1:${compactUdp}`,
    `--processor.jaeger-binary.server-host-port=127.0.0.1:${binaryUdp}`,
    `--admin.http.host-port=${admin}`,
    ...flags,
  ];
  const process = await launch(command, { cwd: ROOT, adminUrl: `http://${admin}/`, readyWithinMs: 150_000 });
  return {
    process,
    udp: { 5775: zipkinUdp, 6831: compactUdp, 6832: binaryUdp },
    sampling: `http://${sampling}`,
    admin: `http://${admin}`,
  };
}
