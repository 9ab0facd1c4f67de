// The two forms of OTLP over HTTP. Whatever form the request has, its answer has too.
import type { NameTable, SpanBatch } from '@spoor/core';
import { decodeOtlpJson, decodeOtlpProto } from '@spoor/wire';
import { mediaType } from '../http-door/media-type.ts';
import type { SpanForm } from '../http-door/span-door.ts';
import { exportResponseJson, exportResponseProto, type PartialSuccess } from '../otlp/export-response.ts';
import { type RpcStatus, rpcStatusJson, rpcStatusProto } from '../otlp/rpc-status.ts';

const PROTO_TYPE = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

const PROTO = spanForm(PROTO_TYPE, decodeOtlpProto, false, exportResponseProto, rpcStatusProto);
const JSON_FORMAT = spanForm(JSON_TYPE, decodeOtlpJson, true, exportResponseJson, rpcStatusJson);

/** By a Content-Type header, whose case and (well-formed) parameters do not matter; null = neither. */
export function payloadFormat(contentType: string | undefined): SpanForm | null {
  if (contentType === PROTO_TYPE) return PROTO;
  const type = mediaType(contentType ?? '');
  if (type === PROTO_TYPE) return PROTO;
  return type === JSON_TYPE ? JSON_FORMAT : null;
}

function spanForm(
  contentType: string,
  decode: (bytes: Uint8Array, names: NameTable) => SpanBatch,
  copies: boolean,
  response: (result: PartialSuccess) => Uint8Array | string,
  statusBody: (status: RpcStatus) => Uint8Array | string,
): SpanForm {
  const headers = { 'Content-Type': contentType };
  return {
    decode,
    copies,
    taken: (call) => ({ status: 200, headers, body: response(call) }),
    refused: ({ class: { grpc }, message }, status, afterMs) => ({
      status,
      headers,
      body: statusBody({ code: grpc, message, retryAfterMs: afterMs }),
    }),
  };
}
