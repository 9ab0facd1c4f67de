import type { GrpcClient } from '../../src/net/grpc-client.ts';

/** Resolves once `from.connected` is `wanted`. */
export function connection(from: GrpcClient, wanted = true): Promise<void> {
  if (from.connected === wanted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = from.onConnection((connected) => {
      if (connected !== wanted) return;
      end();
      resolve();
    });
  });
}
