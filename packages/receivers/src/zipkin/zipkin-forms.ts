// The four forms of Zipkin spans over HTTP, told apart as Jaeger 1.76 does: by a part of the path, then by one
// content type each; whatever is not said to be thrift or protobuf is JSON.
import type { Clock, NameTable, SpanBatch } from '@spoor/core';
import { ZipkinDecoder } from '@spoor/wire';
import { type HttpAnswer, plainText } from '../http-door/http-answer.ts';
import { mediaType } from '../http-door/media-type.ts';
import type { SpanForm } from '../http-door/span-door.ts';

const V1_PATH = 'api/v1/spans';
const THRIFT = 'application/x-thrift';
const PROTOBUF = 'application/x-protobuf';
const TAKEN: HttpAnswer = { status: 202, headers: {}, body: '' };

/** The form of a request to `path`, by its Content-Type header. */
export type ZipkinForms = (path: string, contentType: string | undefined) => SpanForm;

export function zipkinForms(clock: Clock): ZipkinForms {
  const nowUs = (): number => Math.round(clock.nowMs() * 1000);
  const decoder = new ZipkinDecoder();
  const v1Thrift = spanForm((bytes, names) => decoder.v1Thrift(bytes, names, nowUs()));
  const v1Json = spanForm((bytes, names) => decoder.v1Json(bytes, names, nowUs()));
  const v2Proto = spanForm((bytes, names) => decoder.v2Proto(bytes, names));
  const v2Json = spanForm((bytes, names) => decoder.v2Json(bytes, names));
  return (path, contentType = '') => {
    const type = mediaType(contentType);
    if (path.includes(V1_PATH)) return type === THRIFT ? v1Thrift : v1Json;
    return type === PROTOBUF ? v2Proto : v2Json;
  };
}

function spanForm(decode: (bytes: Uint8Array, names: NameTable) => SpanBatch): SpanForm {
  return {
    decode,
    copies: true,
    taken: ({ rejectedSpans, rejectedText }) => (rejectedSpans === 0 ? TAKEN : plainText(202, rejectedText)),
    refused: ({ message }, status) => plainText(status, message),
  };
}
