// Jaeger's collector over gRPC, as agents and some clients speak to it: PostSpans of jaeger.api_v2, and the sampling
// strategies. The answer goes out when the sink has the spans.
import type { Component, SamplingProvider, SpanSink } from '@spoor/core';
import { PostSpansDecoder } from '@spoor/wire';
import { GrpcSpanDoor } from '../grpc-door/grpc-span-door.ts';
import { GrpcListener } from '../grpc-server/grpc-listener.ts';
import { rawMethod } from '../grpc-server/raw-method.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { SAMPLING_SERVICE, samplingService } from '../sampling-grpc/sampling-service.ts';
import { JAEGER_GRPC_FLAGS, JAEGER_GRPC_TLS_FLAGS, type JaegerGrpcConfig } from './jaeger-grpc-config.ts';

const NAME = 'jaeger-grpc';
const COLLECTOR_SERVICE = 'jaeger.api_v2.CollectorService';
/** `@jaeger@format` of the spans. */
const FORMAT = 'proto';
/** PostSpansResponse has no fields. */
const TAKEN: Uint8Array = new Uint8Array(0);

export interface JaegerGrpcDeps extends ReceiverDeps {
  readonly sampling: SamplingProvider;
}

/** `address` is where it listens, `host:port`, once started. */
export function jaegerGrpc(
  config: JaegerGrpcConfig,
  sink: SpanSink,
  deps: JaegerGrpcDeps,
): Component & { readonly address: string } {
  const decoder = new PostSpansDecoder(deps.names, FORMAT);
  const form = { decode: (bytes: Uint8Array) => decoder.decode(bytes), taken: () => TAKEN };
  const door = new GrpcSpanDoor(NAME, form, sink, deps);
  const collector = {
    definition: { postSpans: rawMethod(`/${COLLECTOR_SERVICE}/PostSpans`) },
    implementation: { postSpans: door.handle },
  };
  return new GrpcListener({
    name: NAME,
    flagPrefix: JAEGER_GRPC_FLAGS,
    tlsFlagPrefix: JAEGER_GRPC_TLS_FLAGS,
    config,
    services: new Map([
      [COLLECTOR_SERVICE, collector],
      [SAMPLING_SERVICE, samplingService(deps.sampling)],
    ]),
    budget: deps.budget,
    logger: deps.logger,
  });
}
