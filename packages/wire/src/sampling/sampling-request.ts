// jaeger.api_v2.SamplingStrategyParameters: the name of a service.
import { ProtoReader, WIRE_LENGTH } from '../protobuf/proto-reader.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import { SERVICE_NAME } from './sampling-fields.ts';

export function samplingRequest(service: string): Uint8Array {
  const w = new ProtoWriter(64);
  if (service !== '') w.text(SERVICE_NAME, service);
  return w.finish();
}

/** '' when none is named; throws PAYLOAD_MALFORMED with the offset. */
export function samplingServiceName(bytes: Uint8Array): string {
  const r = new ProtoReader(bytes);
  let service = '';
  while (r.pos < r.end) {
    const tag = r.tag();
    if (tag === SERVICE_NAME * 8 + WIRE_LENGTH) service = new TextReader(1).lossyField(r);
    else r.skip(tag);
  }
  return service;
}
