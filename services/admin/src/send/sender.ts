// How requests leave. What the server says is a value, not an exception: a load run counts refusals.
import { ProtoReader } from '@spoor/wire';

export interface SenderOptions {
  /** host:port */
  readonly endpoint: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
}

export type Outcome =
  /** Acknowledged, but for `rejected` spans of a partial success. */
  | { readonly kind: 'ok'; readonly rejected: number }
  /** The server answered no. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** There was no answer. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Sender {
  /** Sends one ExportTraceServiceRequest. Never throws. */
  send(request: Uint8Array): Promise<Outcome>;
  /** Closes connections. */
  close(): void;
}

const PARTIAL_SUCCESS = 0x0a;
const REJECTED_SPANS = 0x08;

/** `rejected_spans` of an ExportTraceServiceResponse; 0 where there is none. */
export function rejectedSpans(response: Uint8Array): number {
  const reader = new ProtoReader(response);
  while (reader.pos < response.length) {
    const tag = reader.tag();
    if (tag !== PARTIAL_SUCCESS) reader.skip(tag);
    else {
      const end = reader.lengthEnd();
      while (reader.pos < end) {
        const inner = reader.tag();
        if (inner === REJECTED_SPANS) return reader.varint();
        reader.skip(inner);
      }
    }
  }
  return 0;
}
