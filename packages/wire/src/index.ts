export { decodeOtlpProto } from './otlp/decode-otlp-proto.ts';
export { readResource, readScope, readSpan } from './otlp/read-span.ts';
export { SpanReader } from './otlp/span-reader.ts';
