// The real thing, as a user starts it: ./spoor all-in-one on free ports.
import { join } from 'node:path';
import { freePorts, type LaunchedProcess, launch } from '@spoor/testkit';

const ROOT: string = join(import.meta.dirname, '..', '..');

export interface AllInOne {
  readonly process: LaunchedProcess;
  /** host:port */
  readonly otlpGrpc: string;
  /** Base URLs without a slash at the end. */
  readonly otlpHttp: string;
  readonly query: string;
  readonly admin: string;
}

/** Resolves when the admin server says ready. The first start builds, hence the long deadline. */
export async function startAllInOne(flags: readonly string[] = []): Promise<AllInOne> {
  const [grpc, http, query, admin] = (await freePorts(4)).map((port) => `127.0.0.1:${port}`);
  const command = [
    join(ROOT, 'spoor'),
    'all-in-one',
    `--collector.otlp.grpc.host-port=${grpc}`,
    `--collector.otlp.http.host-port=${http}`,
    `--query.http-server.host-port=${query}`,
    `--admin.http.host-port=${admin}`,
    ...flags,
  ];
  const adminUrl = `http://${admin}`;
  const process = await launch(command, { cwd: ROOT, adminUrl: `${adminUrl}/`, readyWithinMs: 150_000 });
  return { process, otlpGrpc: grpc!, otlpHttp: `http://${http}`, query: `http://${query}`, admin: adminUrl };
}
