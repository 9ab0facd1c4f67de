// ExportTraceServiceResponse, both forms, byte for byte as Jaeger 1.76 answers when everything was taken.
import { ProtoWriter } from '@spoor/wire';

/** An empty partial_success, not an empty message. */
const ALL_TAKEN_PROTO: Uint8Array = Uint8Array.of(0x0a, 0x00);
const ALL_TAKEN_JSON = '{"partialSuccess":{}}';

/** What the sender hears about spans that will never be stored; 0 and '' = all were. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly rejectedText: string;
}

export function exportResponseProto(result: PartialSuccess): Uint8Array {
  if (result.rejectedSpans === 0) return ALL_TAKEN_PROTO;
  const writer = new ProtoWriter(256);
  const partial = writer.open(1);
  writer.uint(1, result.rejectedSpans);
  writer.text(2, result.rejectedText);
  writer.close(partial);
  return writer.finish();
}

/** An int64 is a string in protobuf's JSON. */
export function exportResponseJson(result: PartialSuccess): string {
  if (result.rejectedSpans === 0) return ALL_TAKEN_JSON;
  const rejectedSpans = String(result.rejectedSpans);
  return JSON.stringify({ partialSuccess: { rejectedSpans, errorMessage: result.rejectedText } });
}
