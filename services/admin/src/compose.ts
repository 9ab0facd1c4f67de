// What a load run is made of: made-up traffic, somebody who sends it, and the run that paces and counts.
import type { LoadgenConfig } from './config.ts';
import { type LoadgenDeps, LoadRun } from './loadgen/load-run.ts';
import { grpcSender } from './send/grpc-sender.ts';
import { httpSender } from './send/http-sender.ts';
import type { Sender } from './send/sender.ts';
import { Traffic } from './traffic/traffic.ts';

export function composeLoadgen(config: LoadgenConfig, deps: LoadgenDeps): LoadRun {
  const traffic = new Traffic({ seed: config.seed, batchSpans: config.batchSpans, clock: deps.clock });
  return new LoadRun(config, traffic, openSender(config), deps);
}

function openSender(config: LoadgenConfig): Sender {
  const headers = config.headers.map((header) => {
    const equals = header.indexOf('=');
    return [header.slice(0, equals), header.slice(equals + 1)] as const;
  });
  const { timeoutMs } = config;
  return config.transport === 'http'
    ? httpSender({ endpoint: config.endpoint || 'localhost:4318', headers, timeoutMs })
    : grpcSender({ endpoint: config.endpoint || 'localhost:4317', headers, timeoutMs });
}
