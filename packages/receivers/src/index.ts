export type { ReceiverDeps } from './intake/receiver-deps.ts';
export { type OtlpConfig, otlpConfig } from './otlp/otlp-config.ts';
export { otlpGrpc } from './otlp-grpc/otlp-grpc.ts';
export { type OtlpGrpcConfig, otlpGrpcConfig } from './otlp-grpc/otlp-grpc-config.ts';
export { otlpHttp } from './otlp-http/otlp-http.ts';
export { type OtlpHttpConfig, otlpHttpConfig } from './otlp-http/otlp-http-config.ts';
