// Jaeger's gRPC port, and messages for it that another encoder than ours writes.
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import type { SamplingProvider } from '@spoor/core';
import { type JaegerGrpcConfig, jaegerGrpc, jaegerGrpcConfig } from '../../src/index.ts';
import { type Door, type DoorOptions, defaultsOf, openDoor } from './doors.ts';

export const POST_SPANS = '/jaeger.api_v2.CollectorService/PostSpans';
export const GET_STRATEGY = '/jaeger.api_v2.SamplingManager/GetSamplingStrategy';

const PROTO = new URL('../../../../proto/', import.meta.url).pathname;
const NOBODY: SamplingProvider = {
  strategy: () => ({ proto: new Uint8Array(0), json: new Uint8Array(0), legacyJson: null }),
};

export function jaegerGrpcDoor(
  config: Partial<JaegerGrpcConfig> = {},
  options: DoorOptions = {},
  sampling: SamplingProvider = NOBODY,
): Promise<Door> {
  const whole = { ...defaultsOf<JaegerGrpcConfig>(jaegerGrpcConfig.fields), hostPort: '127.0.0.1:0', ...config };
  return openDoor(options, (sink, deps) => jaegerGrpc(whole, sink, { ...deps, sampling }));
}

/** A PostSpansRequest of so many spans of service `svc`; each has a tag of `padding` characters. */
export function postSpans(spans = 1, padding = 0): Uint8Array {
  const tags = padding === 0 ? [] : [{ key: 'padding', v_str: 'x'.repeat(padding) }];
  const each = Array.from({ length: spans }, (_, i) => ({
    trace_id: Buffer.alloc(16, 1),
    span_id: Buffer.alloc(8, i + 1),
    operation_name: 'op',
    start_time: { seconds: 1_768_471_200 },
    duration: { nanos: 1_000 },
    tags,
  }));
  return requestType().serialize({ batch: { spans: each, process: { service_name: 'svc' } } });
}

function requestType(): MessageTypeDefinition<object, object> {
  const found = loadSync('jaeger/api_v2/collector.proto', { includeDirs: [PROTO], keepCase: true })[
    'jaeger.api_v2.PostSpansRequest'
  ];
  return found as MessageTypeDefinition<object, object>;
}
