// OTLP over gRPC: TraceService/Export on raw bytes. The answer goes out when the sink has the spans.
import type { Component, SpanSink } from '@spoor/core';
import { decodeOtlpProto } from '@spoor/wire';
import { GrpcSpanDoor } from '../grpc-door/grpc-span-door.ts';
import { GrpcListener } from '../grpc-server/grpc-listener.ts';
import { rawMethod } from '../grpc-server/raw-method.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { exportResponseProto } from '../otlp/export-response.ts';
import { OTLP_GRPC_FLAGS, type OtlpGrpcConfig } from './otlp-grpc-config.ts';

const NAME = 'otlp-grpc';
const TRACE_SERVICE = 'opentelemetry.proto.collector.trace.v1.TraceService';

/** `address` is where it listens, `host:port`, once started. */
export function otlpGrpc(
  config: OtlpGrpcConfig,
  sink: SpanSink,
  deps: ReceiverDeps,
): Component & { readonly address: string } {
  const form = { decode: (bytes: Uint8Array) => decodeOtlpProto(bytes, deps.names), taken: exportResponseProto };
  const door = new GrpcSpanDoor(NAME, form, sink, deps);
  const service = {
    definition: { export: rawMethod(`/${TRACE_SERVICE}/Export`) },
    implementation: { export: door.handle },
  };
  return new GrpcListener({
    name: NAME,
    flagPrefix: OTLP_GRPC_FLAGS,
    config,
    services: new Map([[TRACE_SERVICE, service]]),
    budget: deps.budget,
    logger: deps.logger,
  });
}
