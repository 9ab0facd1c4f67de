// First pass over a request: counts spans without looking inside them, so that the columns are allocated
// once at their exact size, and a flood of tiny spans is refused before anything is allocated for it.
import { TracingError } from '@spoor/core';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { COLUMN_BYTES_PER_PART, COLUMN_BYTES_PER_SPAN } from './columns.ts';
import { scopeSpansTag } from './scope-spans-tag.ts';

/** Spans in one message; a 20 MiB body of real spans holds a tenth of it. */
const MAX_SPANS = 500_000;
/** Columns may cost so many times the message, or so many bytes, whichever is more. */
const MAX_COLUMN_RATIO = 3;
const FREE_COLUMN_BYTES = 65_536;

const TAG_1 = 0x0a;
const TAG_2 = 0x12;

export interface PartCounts {
  readonly spans: number;
  /** ResourceSpans that hold a span. */
  readonly resources: number;
  /** ScopeSpans that hold a span. */
  readonly scopes: number;
}

/** @throws TracingError PAYLOAD_MALFORMED, or PAYLOAD_TOO_LARGE for more spans than a message may bring. */
export function countParts(bytes: Uint8Array): PartCounts {
  const reader = new ProtoReader(bytes);
  let spans = 0;
  let resources = 0;
  let scopes = 0;
  while (nextMessage(reader, TAG_1, bytes.length)) {
    const resourceEnd = reader.end;
    const before = spans;
    const scopeTag = scopeSpansTag(bytes, reader.pos, resourceEnd);
    while (nextMessage(reader, scopeTag, resourceEnd)) {
      const scopeEnd = reader.end;
      const beforeScope = spans;
      while (nextMessage(reader, TAG_2, scopeEnd)) {
        spans++;
        reader.pos = reader.end;
      }
      if (spans > beforeScope) scopes++;
    }
    if (spans > before) resources++;
  }
  checkCost(spans, resources + scopes, bytes.length);
  return { spans, resources, scopes };
}

/** Moves to the inside of the next field with `wanted` as its tag; false when `end` comes first. */
function nextMessage(reader: ProtoReader, wanted: number, end: number): boolean {
  reader.end = end;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === wanted) {
      reader.end = reader.lengthEnd();
      return true;
    }
    reader.skip(tag);
  }
  return false;
}

function checkCost(spans: number, parts: number, messageBytes: number): void {
  if (spans > MAX_SPANS) {
    throw new TracingError('PAYLOAD_TOO_LARGE', `${spans} spans in one message, at most ${MAX_SPANS} are taken`);
  }
  const cost = spans * COLUMN_BYTES_PER_SPAN + parts * COLUMN_BYTES_PER_PART;
  if (cost > Math.max(FREE_COLUMN_BYTES, MAX_COLUMN_RATIO * messageBytes)) {
    throw new TracingError('PAYLOAD_TOO_LARGE', `${spans} spans in ${messageBytes} bytes: too many empty spans`);
  }
}
