export { decodeOtlpProto } from './otlp/decode-otlp-proto.ts';
export { encodeOtlpProto } from './otlp/encode-otlp-proto.ts';
export { readResource, readScope, readSpan } from './otlp/read-span.ts';
export { SpanReader } from './otlp/span-reader.ts';
export { decodeOtlpJson } from './otlp-json/decode-otlp-json.ts';
export { encodeOtlpJson } from './otlp-json/encode-otlp-json.ts';
export { nanosHigh, nanosLow } from './protobuf/nanos.ts';
export { ProtoReader } from './protobuf/proto-reader.ts';
export { ProtoWriter } from './protobuf/proto-writer.ts';
