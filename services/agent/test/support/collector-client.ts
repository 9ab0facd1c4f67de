import { type GrpcClient, grpcClient, loadConfig, systemClock } from '@spoor/kit';
import { testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import { reporterConfig } from '../../src/index.ts';

/** A client of `hostPort` with the agent's defaults, closed with the test; it may not be connected yet. */
export async function clientOf(hostPort: string): Promise<GrpcClient> {
  const args = [`--reporter.grpc.host-port=${hostPort}`];
  const { configs } = await loadConfig({ reporter: reporterConfig }, { args, env: {} });
  const { logger } = testDeps();
  const client = grpcClient({
    targets: [hostPort],
    tls: configs.reporter,
    flagPrefix: 'reporter.grpc',
    logger,
    clock: systemClock,
  });
  onTestFinished(() => client.close());
  return client;
}

/** Resolves once `client` is connected, or is not any more. */
export function connection(client: GrpcClient, isWanted = true): Promise<void> {
  if (client.connected === isWanted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = client.onConnection((isConnected) => {
      if (isConnected !== isWanted) return;
      end();
      resolve();
    });
  });
}
