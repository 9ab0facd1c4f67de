// The two forms of OTLP over HTTP. Whatever form the request has, its answer has too.
import type { NameTable, SpanBatch } from '@spoor/core';
import { decodeOtlpJson, decodeOtlpProto } from '@spoor/wire';
import { exportResponseJson, exportResponseProto, type PartialSuccess } from '../otlp/export-response.ts';
import { type RpcStatus, rpcStatusJson, rpcStatusProto } from '../otlp/rpc-status.ts';
import { mediaType } from './media-type.ts';

export interface PayloadFormat {
  readonly contentType: string;
  /** Takes ownership of `bytes`. */
  readonly decode: (bytes: Uint8Array, names: NameTable) => SpanBatch;
  readonly response: (result: PartialSuccess) => Uint8Array | string;
  readonly status: (status: RpcStatus) => Uint8Array | string;
}

const PROTO: PayloadFormat = {
  contentType: 'application/x-protobuf',
  decode: decodeOtlpProto,
  response: exportResponseProto,
  status: rpcStatusProto,
};

const JSON_FORMAT: PayloadFormat = {
  contentType: 'application/json',
  decode: decodeOtlpJson,
  response: exportResponseJson,
  status: rpcStatusJson,
};

/** By a Content-Type header, whose case and (well-formed) parameters do not matter; null = neither. */
export function payloadFormat(contentType: string | undefined): PayloadFormat | null {
  if (contentType === PROTO.contentType) return PROTO;
  const type = mediaType(contentType ?? '');
  if (type === PROTO.contentType) return PROTO;
  return type === JSON_FORMAT.contentType ? JSON_FORMAT : null;
}
