// The doors of the collector, each in front of the one pipeline under its own labels.
import type { Component, IntakeLabels, SamplingProvider, SpanSink } from '@spoor/core';
import type { ConfigsOf } from '@spoor/kit';
import {
  isZipkinEnabled,
  jaegerGrpc,
  jaegerHttp,
  otlpGrpc,
  otlpHttp,
  type ReceiverDeps,
  samplingGrpc,
  samplingHandler,
  zipkinHttp,
} from '@spoor/receivers';
import type { CollectorSpecs } from './config.ts';
import { JAEGER_GRPC, JAEGER_HTTP, OTLP_GRPC, OTLP_HTTP, ZIPKIN } from './labels.ts';

export interface ReceiversDeps extends ReceiverDeps {
  readonly sampling: SamplingProvider;
}

export function receivers(
  configs: ConfigsOf<CollectorSpecs>,
  sinkFor: (labels: IntakeLabels) => SpanSink,
  deps: ReceiversDeps,
): readonly Component[] {
  const handler = samplingHandler({ provider: deps.sampling, metrics: deps.metrics });
  const doors: Component[] = [
    jaegerGrpc(configs.jaegerGrpc, sinkFor(JAEGER_GRPC), deps),
    jaegerHttp(configs.jaegerHttp, sinkFor(JAEGER_HTTP), { ...deps, sampling: handler }),
  ];
  if (configs.otlp.enabled) {
    doors.push(otlpGrpc(configs.otlpGrpc, sinkFor(OTLP_GRPC), deps));
    doors.push(otlpHttp(configs.otlpHttp, sinkFor(OTLP_HTTP), deps));
  }
  if (isZipkinEnabled(configs.zipkin)) doors.push(zipkinHttp(configs.zipkin, sinkFor(ZIPKIN), deps));
  if (configs.samplingGrpc.hostPort !== '') doors.push(samplingGrpc(configs.samplingGrpc, deps.sampling, deps));
  return doors;
}
