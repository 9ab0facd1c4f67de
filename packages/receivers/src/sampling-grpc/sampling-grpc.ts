// Sampling strategies on a gRPC port of their own, as Jaeger 2 has it on 5779.
import type { ByteBudget, Component, Logger, SamplingProvider } from '@spoor/core';
import { GrpcListener } from '../grpc-server/grpc-listener.ts';
import { SAMPLING_GRPC_FLAGS, type SamplingGrpcConfig } from './sampling-grpc-config.ts';
import { SAMPLING_SERVICE, samplingService } from './sampling-service.ts';

/** `address` is where it listens, `host:port`, once started. */
export function samplingGrpc(
  config: SamplingGrpcConfig,
  provider: SamplingProvider,
  deps: { readonly budget: ByteBudget; readonly logger: Logger },
): Component & { readonly address: string } {
  return new GrpcListener({
    name: 'sampling-grpc',
    flagPrefix: SAMPLING_GRPC_FLAGS,
    config,
    services: new Map([[SAMPLING_SERVICE, samplingService(provider)]]),
    budget: deps.budget,
    logger: deps.logger,
  });
}
