export { decodePostSpans } from './jaeger-proto/decode-post-spans.ts';
export { encodePostSpans } from './jaeger-proto/encode-post-spans.ts';
export { PostSpansDecoder } from './jaeger-proto/post-spans-decoder.ts';
export {
  type EncodedPostSpans,
  type EncodedRequest,
  PostSpansEncoder,
} from './jaeger-proto/post-spans-encoder.ts';
export type { AgentMessage } from './jaeger-thrift/agent-message.ts';
export { AgentTranscoder } from './jaeger-thrift/agent-transcoder.ts';
export { decodeJaegerThrift } from './jaeger-thrift/decode-jaeger-thrift.ts';
export { JaegerThriftDecoder } from './jaeger-thrift/jaeger-thrift-decoder.ts';
export { checkJson } from './json/check-json.ts';
export { type SkippedTags, withResourceTags } from './native/resource-tags.ts';
export { decodeOtlpProto } from './otlp/decode-otlp-proto.ts';
export { encodeOtlpProto } from './otlp/encode-otlp-proto.ts';
export { readResource, readScope, readSpan } from './otlp/read-span.ts';
export { SpanReader } from './otlp/span-reader.ts';
export { decodeOtlpJson } from './otlp-json/decode-otlp-json.ts';
export { encodeOtlpJson } from './otlp-json/encode-otlp-json.ts';
export { nanosHigh, nanosLow } from './protobuf/nanos.ts';
export { ProtoReader } from './protobuf/proto-reader.ts';
export { ProtoWriter } from './protobuf/proto-writer.ts';
export { decodeSamplingStrategy } from './sampling/decode-sampling-strategy.ts';
export { encodeSamplingStrategy } from './sampling/encode-sampling-strategy.ts';
export { samplingAnswer } from './sampling/sampling-answer.ts';
export { samplingRequest, samplingServiceName } from './sampling/sampling-request.ts';
export { decodeZipkinV1Json } from './zipkin/decode-v1-json.ts';
export { decodeZipkinV1Thrift } from './zipkin/decode-v1-thrift.ts';
export { decodeZipkinV2Json } from './zipkin/decode-v2-json.ts';
export { decodeZipkinV2Proto } from './zipkin/decode-v2-proto.ts';
export { ZipkinDecoder } from './zipkin/zipkin-decoder.ts';
